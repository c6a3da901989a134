import { baseName } from './code-language.ts';

const LOG_NAME =
  /(\.(log|out|err|trace|crash)(\.\d+)?$)|^(stderr|stdout|hs_err|crash|latest|debug|error|console)\b/i;
/** The beginnings of the lines of a log: a date, a time, a Unix time, or a level. */
const LOG_LINES = [
  /^\d{4}[-/.]\d\d?[-/.]\d\d?/,
  /^\d\d?[-/.]\d\d?[-/.]\d{2,4}/,
  /^\d\d?:\d\d/,
  /^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+\d/,
  /^\d{10,13}\b/,
  /^(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|E|W|I)\b[\]:/ ]/,
];
const SAMPLE_LINES = 200;
const SAMPLE_CHARACTERS = 40_000;

/** Tells whether a text is a log, whose end matters most. */
export function looksLikeLog(name: string, text: string): boolean {
  if (LOG_NAME.test(baseName(name))) return true;
  const lines = text.slice(0, SAMPLE_CHARACTERS).split('\n', SAMPLE_LINES);
  const dated = lines.filter(beginsAsLog).length;
  return lines.length >= 10 && dated >= lines.length * 0.4;
}

function beginsAsLog(line: string): boolean {
  const start = line.slice(0, 80).replace(/^\s*[[(<]?/, '');
  return LOG_LINES.some((pattern) => pattern.test(start));
}
