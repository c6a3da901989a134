import type { Code } from 'mdast';
import { createFenceNesting, findClosingLine } from '../syntax/fence-nesting.ts';
import { STAND_IN } from './stand-in.ts';

/** Enough of a fence's info string for the language of the code. */
const LONGEST_INFO = 60;
/** Enough of a line to see how it ends. */
const LONGEST_END = 20;

/**
 * The lines that open a fenced block again behind an offset. In a document with fences of its own,
 * a line more decides about the next fence, as the lines before the offset did.
 */
export function reopenFence(code: Code, text: string, offset: number): readonly string[] {
  const start = code.position?.start.offset ?? 0;
  const [fence = '```', info = ''] =
    /^((?:`+|~+))([^\n\r]*)/.exec(text.slice(start))?.slice(1) ?? [];
  const opening = fence + info.slice(0, LONGEST_INFO);

  const nesting = createFenceNesting(code.lang ?? '', fence);
  if (!nesting) return [opening];

  // The first line is the opening fence, and the last one goes on behind the offset.
  const lineCount = text.slice(start, offset).split('\n').length - 2;
  const lines = code.value.split('\n').slice(0, lineCount);
  const last = lines.at(-1) ?? '';
  findClosingLine(lines, nesting, fence);
  nesting.readLine(last);

  if (nesting.isInside) return [opening, `${fence}${code.lang}`];
  return last.trim() === '' ? [opening] : [opening, STAND_IN + last.slice(-LONGEST_END)];
}
