/** The last lines of the log, without secrets, one JSON object each. */
export interface LogTail {
  /** Oldest first. */
  lines(): readonly string[];
  /** Takes note of a line. Gives it to everybody who watches. */
  add(line: string): void;
  /** Gives the function that ends it. */
  watch(onLine: (line: string) => void): () => void;
}

const MAX_LINES = 500;
/** A longer line is kept without its fields. */
const MAX_LINE_CHARACTERS = 8_192;

/** Creates an empty tail. It keeps at most 500 lines, and of each at most 8 KiB. */
export function createLogTail(): LogTail {
  const kept: string[] = [];
  const watchers = new Set<(line: string) => void>();

  return {
    lines: () => [...kept],

    add(line) {
      const short = line.length > MAX_LINE_CHARACTERS ? shorten(line) : line;
      kept.push(short);
      if (kept.length > MAX_LINES) kept.shift();
      for (const watcher of watchers) watcher(short);
    },

    watch(onLine) {
      watchers.add(onLine);
      return () => void watchers.delete(onLine);
    },
  };
}

function shorten(line: string): string {
  try {
    const { level, time, msg } = JSON.parse(line);
    return JSON.stringify({ level, time, msg: String(msg).slice(0, MAX_LINE_CHARACTERS) });
  } catch {
    return line.slice(0, MAX_LINE_CHARACTERS);
  }
}
