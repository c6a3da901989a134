import { pino } from 'pino';
import type { HideSecrets } from './secrets.ts';

type Write = (fields: Record<string, unknown>, message: string) => void;

/**
 * Writes structured log lines: `part: event`, with ids and numbers as fields. Fields never contain
 * a token, a key or the text of a message.
 */
export interface Log {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
  /** Gives a log that adds `fields` to every line. */
  child(fields: Record<string, unknown>): Log;
}

/** The log hides the values of these fields. */
const SECRET_FIELDS = [
  'token',
  'apiKey',
  'authorization',
  'headers.authorization',
  '*.token',
  '*.apiKey',
  '*.authorization',
];

/** The names of pino's levels, in columns. */
const LEVEL_NAMES: Readonly<Record<number, string>> = {
  20: 'debug',
  30: 'info ',
  40: 'WARN ',
  50: 'ERROR',
};

/** The level of the log, its form, and its destination. */
interface LogOptions {
  /** One of debug, info, warn, error. */
  readonly level: string;
  /** True: lines for people, for a terminal. False: one JSON object per line. */
  readonly isReadable: boolean;
  /** Default: standard error, because standard output belongs to what a command prints. */
  readonly target?: { write(line: string): unknown };
  /** Replaces the secrets in each line: what comes from outside may repeat them. */
  readonly hideSecrets?: HideSecrets;
  /** Gets each line as JSON, without the secrets. */
  readonly onLine?: (line: string) => void;
}

/** Creates the log of the program. */
export function createLog(options: LogOptions): Log {
  const {
    level,
    isReadable,
    target = pino.destination(2),
    hideSecrets = (text: string) => text,
    onLine,
  } = options;
  const write = (line: string) => {
    if (isReadable) target.write(hideSecrets(formatLine(line)));
    if (isReadable && !onLine) return;
    const hidden = hideSecrets(line);
    if (!isReadable) target.write(hidden);
    onLine?.(hidden);
  };

  return pino(
    { level, base: null, redact: SECRET_FIELDS, serializers: { error: errorFields } },
    { write },
  );
}

/** Keeps only the standard fields of an error: libraries add fields that may contain anything. */
function errorFields(error: unknown): unknown {
  return error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack }
    : error;
}

function formatLine(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line);
  const timeOfDay = new Date(time).toTimeString().slice(0, 8);
  const details = Object.entries(fields).map(([name, value]) => {
    const text = typeof value === 'string' ? value : (value as { stack?: string }).stack;
    return `${name}=${text ?? JSON.stringify(value)}`;
  });
  const words = [msg, ...details].join('  ').replace(TERMINAL_CODES, showCode);
  return `${timeOfDay} ${LEVEL_NAMES[level] ?? ''} ${words}\n`;
}

/** Control characters that a terminal obeys. A server may send them in the text of an error. */
const TERMINAL_CODES = /[\p{Cc}--[\n\t]]/gv;

function showCode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const ignore = () => {};

/** A log that writes nothing. */
export const silentLog: Log = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLog,
};
