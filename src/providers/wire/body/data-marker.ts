import { createJsonSplitter, type JsonSplitter } from './json-splitter.ts';

/**
 * Marks the lines of JSON that some gateways print on several lines, with `data:` before the first
 * only: a parser of server-sent events drops the others.
 */
export interface DataMarker {
  /** The lines, which are whole with their ends, with `data:` before each that continues an object. */
  mark(lines: string): string;
}

const FIELD = /^(?:data|event|id|retry)?:/;

/** Starts between two events. */
export function createDataMarker(): DataMarker {
  /** The object that the last line of data left open. */
  let open: JsonSplitter | undefined;

  const markLine = (line: string): string => {
    const isData = line.startsWith('data:');
    if (isData) open = createJsonSplitter();
    if (line.trim() === '') open = undefined;
    if (!open || (!isData && FIELD.test(line))) return line;

    const marked = isData ? line : `data:${line}`;
    open.take(marked.slice('data:'.length));
    if (!open.isInside()) open = undefined;
    return marked;
  };

  return {
    mark(lines) {
      if (!open && !hasOpenEnd(lines, '\n') && !hasOpenEnd(lines, '\r')) return lines;

      return lines
        .split(/(?<=\n|\r(?!\n))/)
        .map(markLine)
        .join('');
    },
  };
}

/** True when an object goes on behind one of the lines. Looks at the ends only, for each delta. */
function hasOpenEnd(lines: string, lineEnd: '\n' | '\r'): boolean {
  for (let end = lines.indexOf(lineEnd); end !== -1; end = lines.indexOf(lineEnd, end + 1)) {
    const last = lines.charAt(end - 1);
    if (last === '{' || last === ',') return true;
  }
  return false;
}
