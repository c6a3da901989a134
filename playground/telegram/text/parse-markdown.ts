import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { badRequest } from '../api-error.ts';
import type { Entity, FormattedText } from '../wire.ts';
import { normaliseLink } from './normalise-link.ts';

/** The marks, by their beginnings. */
const MARKS: Readonly<Record<string, { readonly end: string; readonly type: string }>> = {
  '*': { end: '*', type: 'bold' },
  _: { end: '_', type: 'italic' },
  '`': { end: '`', type: 'code' },
  '```': { end: '```', type: 'pre' },
  '[': { end: ']', type: 'text_link' },
};

interface Piece {
  /** The number of UTF-16 units that it takes from the source. */
  readonly sourceLength: number;
  readonly text: string;
  /** The entity, without its range. */
  readonly mark?: { readonly type: string; readonly url?: string };
}

/**
 * Parses a text of the legacy `parse_mode: Markdown`: nothing nests, and only its four marks can be
 * escaped.
 *
 * @throws An `ApiError` where the real parser refuses the text.
 */
export function parseMarkdown(source: string): FormattedText {
  const entities: Entity[] = [];
  let text = '';
  let position = 0;

  while (position < source.length) {
    const piece = readPiece(source, position);
    if (piece.mark && piece.text !== '')
      entities.push({ ...piece.mark, offset: text.length, length: piece.text.length });
    text += piece.text;
    position += piece.sourceLength;
  }
  return { text, entities };
}

function readPiece(source: string, position: number): Piece {
  const rest = source.slice(position);
  const escaped = /^\\([_*`[])/.exec(rest)?.[1];
  if (escaped !== undefined) return { sourceLength: 2, text: escaped };

  const start = rest.startsWith('```') ? '```' : rest.slice(0, 1);
  const mark = MARKS[start];
  if (!mark) return { sourceLength: start.length, text: start };

  const end = rest.indexOf(mark.end, start.length);
  if (end < 0) {
    const byteOffset = Buffer.byteLength(source.slice(0, position));
    throw badRequest(
      `can't parse entities: Can't find end of the entity starting at byte offset ${byteOffset}`,
    );
  }
  const text = rest.slice(start.length, end);
  const sourceLength = end + mark.end.length;
  if (start === '[') return readLink(rest, text, sourceLength);
  return { sourceLength, text, mark: { type: mark.type } };
}

/** `textLength` is the length of `[text]` in the source. */
function readLink(rest: string, text: string, textLength: number): Piece {
  const target = /^\(([^)]*)\)/.exec(rest.slice(textLength));
  const url = normaliseLink(target?.[1] ?? '');
  const mark = url === undefined ? undefined : { type: 'text_link', url };
  return omitUndefined({ sourceLength: textLength + (target?.[0].length ?? 0), text, mark });
}
