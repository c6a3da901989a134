import { type DocumentText, documentText } from '../document-text.ts';
import { formatCount } from './format-count.ts';

/** A cut moves back to the end of a line, if that costs at most this share of the text. */
const MAX_MOVE_SHARE = 0.2;
/** The share of the beginning, when the end is kept as well. The error is usually at the end of a log. */
const BEGINNING_SHARE = 0.35;
/** The room for the mark between the two parts. */
const MARK_CHARACTERS = 80;
/** With less room than this, two parts say less than one. */
const MIN_TWO_PARTS = 400;

/**
 * Keeps the first `limit` characters at most.
 * @param total The characters of the file, if `text` is only its beginning.
 */
export function cutText(text: string, limit: number, total = text.length): DocumentText {
  if (text.length <= limit && total <= text.length) return { text };
  const beginning = takeBeginning(text, limit);
  return documentText(beginning, [sayFirst(beginning.length, total, 'characters')]);
}

/** Keeps the beginning and the end of a text, `limit` characters together. */
export function cutMiddle(text: string, limit: number): DocumentText {
  if (text.length <= limit) return { text };
  return joinEnds({ start: text, end: text, total: text.length }, limit);
}

/** A text of which only the first and the last characters are at hand. */
export interface TextEnds {
  readonly start: string;
  readonly end: string;
  /** The number of all its characters. */
  readonly total: number;
}

/** Keeps the beginning and the end of a text that does not fit. */
export function joinEnds(ends: TextEnds, limit: number): DocumentText {
  if (limit < MIN_TWO_PARTS) return cutText(ends.start, limit, ends.total);
  const room = limit - MARK_CHARACTERS;
  const beginning = takeBeginning(ends.start, Math.floor(room * BEGINNING_SHARE));
  const end = takeEnd(ends.end, room - beginning.length);
  const missing = formatCount(ends.total - beginning.length - end.length);
  return documentText(`${beginning}\n\n[… ${missing} characters are left out here …]\n\n${end}`, [
    `the beginning and the end; ${missing} characters between them are left out`,
  ]);
}

/** Says that only the first of something are there: `the first 200 of 12,345 rows`. */
export function sayFirst(count: number, total: number, unit: string): string {
  return `the first ${formatCount(count)} of ${formatCount(total)} ${unit}`;
}

/** The first `limit` characters, or a little less so that the last line is whole. */
export function takeBeginning(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const lineEnd = text.lastIndexOf('\n', limit);
  if (lineEnd >= limit * (1 - MAX_MOVE_SHARE)) return text.slice(0, lineEnd);
  return text.slice(0, isInsidePair(text, limit) ? limit - 1 : limit);
}

function takeEnd(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const start = text.length - limit;
  const lineEnd = text.indexOf('\n', start);
  if (lineEnd !== -1 && lineEnd - start <= limit * MAX_MOVE_SHARE) return text.slice(lineEnd + 1);
  return text.slice(isInsidePair(text, start) ? start + 1 : start);
}

/** Tells whether a cut at `index` would divide the two halves of one character. */
function isInsidePair(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
}
