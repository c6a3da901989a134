import type { LogLine } from './protocol.ts';

/** The levels of the log, by pino's numbers. */
const LEVELS: Readonly<Record<number, LogLine['level']>> = {
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
};

/** A line of the log, for the page. */
export function toLogLine(json: string): LogLine {
  try {
    const { level, time, msg, ...fields } = JSON.parse(json);
    const line = { at: Number(time), level: LEVELS[level] ?? 'info', message: String(msg) };
    return Object.keys(fields).length > 0 ? { ...line, fields: JSON.stringify(fields) } : line;
  } catch {
    // A secret was hidden in the middle of its marks.
    return { at: 0, level: 'info', message: json };
  }
}
