import type { RichText } from 'grammy/types';
import type { Line, Look, Run } from '../../../../markdown/layout.ts';
import { cleanText } from '../clean-text.ts';
import { telegramLink } from '../telegram-link.ts';

/** Telegram calls a text empty that has none of these. */
const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

/** The lines of one leaf. `notes`: the labels of the footnotes in the same message, in lower case. `undefined`: they show nothing. */
export function renderText(
  lines: readonly Line[],
  notes: ReadonlySet<string>,
): RichText | undefined {
  if (!lines.some(({ runs }) => runs.some(({ text }) => VISIBLE.test(text)))) return undefined;
  return (
    joinPieces(
      lines.flatMap(({ runs }, index) => [
        ...(index > 0 ? ['\n'] : []),
        ...renderRuns(runs, notes),
      ]),
    ) || undefined
  );
}

export function renderRuns(runs: readonly Run[], notes: ReadonlySet<string>): RichText[] {
  const pieces: RichText[] = [];
  for (let start = 0; start < runs.length; ) {
    const { link } = runs[start]?.look ?? {};
    let end = start + 1;
    // One link stays one, whatever styles are in it.
    while (link && runs[end]?.look.link === link) end += 1;
    const inside = runs.slice(start, end).map((run) => styled(run, notes));
    if (link) pieces.push(linked(joinPieces(inside), link.url));
    else pieces.push(...inside);
    start = end;
  }
  return pieces;
}

/** As it is, for what knows no formats. */
export function plainText(lines: readonly Line[]): string {
  return lines.map(({ runs }) => runs.map(({ text }) => cleanText(text)).join('')).join('\n');
}

/** As simple as it can be said. */
export function joinPieces(pieces: readonly RichText[]): RichText {
  const merged: RichText[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (typeof piece === 'string' && typeof last === 'string')
      merged[merged.length - 1] = last + piece;
    else if (piece !== '') merged.push(piece);
  }
  const [first, ...rest] = merged;
  return rest.length > 0 ? merged : (first ?? '');
}

function styled(run: Run, notes: ReadonlySet<string>): RichText {
  const { look } = run;
  const text = cleanText(run.text);
  // Of a blank, a style shows nothing, and the server drops it.
  if (text.trim() === '') return text;
  if (look.math) return { type: 'mathematical_expression', expression: text };
  const inner = look.code ? ({ type: 'code', text } as const) : text;
  return refers(decorated(inner, look), look.note, notes);
}

function decorated(inner: RichText, { bold, italic, strike }: Look): RichText {
  let text = inner;
  if (strike) text = { type: 'strikethrough', text };
  if (italic) text = { type: 'italic', text };
  if (bold) text = { type: 'bold', text };
  return text;
}

/** A note that comes in another message, or later, cannot be led to. */
function refers(text: RichText, note: string | undefined, notes: ReadonlySet<string>): RichText {
  const name = note?.toLowerCase();
  return name !== undefined && notes.has(name)
    ? { type: 'reference_link', text, reference_name: name }
    : text;
}

function linked(text: RichText, address: string): RichText {
  const url = telegramLink(address);
  if (url === undefined || text === '') return text;
  const [, scheme, rest = ''] = /^(mailto|tel):([^?]+)/i.exec(url) ?? [];
  if (scheme === undefined) return { type: 'url', text, url };
  return /^m/i.test(scheme)
    ? { type: 'email_address', text, email_address: rest }
    : { type: 'phone_number', text, phone_number: rest };
}
