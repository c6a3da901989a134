import { pino } from 'pino';

type Write = (fields: Record<string, unknown>, message: string) => void;

/** Structured log lines. Fields never hold a token, a key or anybody's message text. */
export interface Log {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
  /** Adds `fields` to every line. */
  child(fields: Record<string, unknown>): Log;
}

const SECRET_FIELDS = [
  'token',
  'apiKey',
  'authorization',
  'headers.authorization',
  '*.token',
  '*.apiKey',
  '*.authorization',
];

/** What pino writes for the levels. */
const LEVEL_NAMES: Readonly<Record<number, string>> = {
  20: 'debug',
  30: 'info ',
  40: 'WARN ',
  50: 'ERROR',
};

export interface LogOptions {
  /** One of debug, info, warn, error. */
  readonly level: string;
  /** Lines for people, as in a terminal; otherwise one JSON object each. */
  readonly isReadable: boolean;
  /** Default: standard error, so that standard output stays for what a command prints. */
  readonly target?: { write(line: string): unknown };
}

export function createLog({ level, isReadable, target = pino.destination(2) }: LogOptions): Log {
  const readable = { write: (line: string) => target.write(readableLine(line)) };
  return pino(
    { level, base: null, redact: SECRET_FIELDS, serializers: { error: errorFields } },
    isReadable ? readable : target,
  );
}

/** Of an error only what Parley writes itself: what libraries hang on theirs may hold anything. */
function errorFields(error: unknown): unknown {
  return error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack }
    : error;
}

function readableLine(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line);
  const details = Object.entries(fields).map(([name, value]) => {
    const text = typeof value === 'string' ? value : (value as { stack?: string }).stack;
    return `${name}=${text ?? JSON.stringify(value)}`;
  });
  return `${new Date(time).toTimeString().slice(0, 8)} ${LEVEL_NAMES[level] ?? ''} ${[msg, ...details].join('  ')}\n`;
}

const ignore = () => {};
export const silentLog: Log = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLog,
};
