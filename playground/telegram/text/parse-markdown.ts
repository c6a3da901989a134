import { badRequest } from '../api-error.ts';
import type { Entity, FormattedText } from '../wire.ts';
import { normaliseLink } from './normalise-link.ts';

const ENDS: Readonly<Record<string, { readonly end: string; readonly type: string }>> = {
  '*': { end: '*', type: 'bold' },
  _: { end: '_', type: 'italic' },
  '`': { end: '`', type: 'code' },
  '```': { end: '```', type: 'pre' },
  '[': { end: ']', type: 'text_link' },
};

interface Piece {
  /** What it takes of the source. */
  readonly sourceLength: number;
  readonly text: string;
  readonly mark?: { readonly type: string; readonly url?: string };
}

/** The legacy `parse_mode: Markdown`: nothing nests, and only its four marks can be escaped. */
export function parseMarkdown(source: string): FormattedText {
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    const piece = readPiece(source, at);
    if (piece.mark && piece.text !== '')
      entities.push({ ...piece.mark, offset: text.length, length: piece.text.length });
    text += piece.text;
    at += piece.sourceLength;
  }
  return { text, entities };
}

function readPiece(source: string, at: number): Piece {
  const rest = source.slice(at);
  const escaped = /^\\([_*`[])/.exec(rest)?.[1];
  if (escaped !== undefined) return { sourceLength: 2, text: escaped };
  const start = rest.startsWith('```') ? '```' : rest.slice(0, 1);
  const mark = ENDS[start];
  if (!mark) return { sourceLength: start.length, text: start };
  const end = rest.indexOf(mark.end, start.length);
  if (end < 0) {
    const byteOffset = Buffer.byteLength(source.slice(0, at));
    throw badRequest(
      `can't parse entities: Can't find end of the entity starting at byte offset ${byteOffset}`,
    );
  }
  const text = rest.slice(start.length, end);
  const sourceLength = end + mark.end.length;
  return start === '['
    ? linkPiece(rest, text, sourceLength)
    : { sourceLength, text, mark: { type: mark.type } };
}

function linkPiece(rest: string, text: string, sourceLength: number): Piece {
  const target = /^\(([^)]*)\)/.exec(rest.slice(sourceLength));
  const url = normaliseLink(target?.[1] ?? '');
  const length = sourceLength + (target?.[0].length ?? 0);
  return {
    sourceLength: length,
    text,
    ...(url !== undefined && { mark: { type: 'text_link', url } }),
  };
}
