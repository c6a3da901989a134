import type { RichText } from 'grammy/types';
import type { Line, Look, Run } from '../../../../markdown/layout/layout.ts';
import { cleanText } from '../clean-text.ts';
import { telegramLink } from '../telegram-link.ts';

/** Telegram calls a text empty when it has no such character. */
const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

/** The labels of the footnotes in the same message, in lower case. */
export type FootnoteLabels = ReadonlySet<string>;

/**
 * Renders the lines of one leaf as a rich text. Gives `undefined` when they show nothing.
 *
 * `footnotes`: the footnotes that a reference can link to.
 */
export function renderText(
  lines: readonly Line[],
  footnotes: FootnoteLabels,
): RichText | undefined {
  const isVisible = lines.some(({ runs }) => runs.some(({ text }) => VISIBLE.test(text)));
  if (!isVisible) return undefined;

  const pieces = lines.flatMap(({ runs }, index) => {
    const lineFeed = index > 0 ? ['\n'] : [];
    return [...lineFeed, ...renderRuns(runs, footnotes)];
  });
  return joinPieces(pieces) || undefined;
}

/** Renders runs one by one. Runs of the same link become one link, with all their styles in it. */
export function renderRuns(runs: readonly Run[], footnotes: FootnoteLabels): RichText[] {
  const pieces: RichText[] = [];

  for (let start = 0; start < runs.length; ) {
    const link = runs[start]?.look.link;
    let end = start + 1;
    while (link && runs[end]?.look.link === link) end += 1;

    const styled = runs.slice(start, end).map((run) => renderRun(run, footnotes));
    if (link) pieces.push(renderLink(joinPieces(styled), link.url));
    else pieces.push(...styled);
    start = end;
  }

  return pieces;
}

/** The text of lines without any formatting. */
export function plainText(lines: readonly Line[]): string {
  return lines.map(({ runs }) => runs.map(({ text }) => cleanText(text)).join('')).join('\n');
}

/** Joins pieces to one rich text, in the simplest form that Telegram has for it. */
export function joinPieces(pieces: readonly RichText[]): RichText {
  const joined: RichText[] = [];

  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') joined.splice(-1, 1, last + piece);
    else if (piece !== '') joined.push(piece);
  }

  const [first, ...rest] = joined;
  return rest.length > 0 ? joined : (first ?? '');
}

function renderRun({ text: runText, look }: Run, footnotes: FootnoteLabels): RichText {
  const text = cleanText(runText);
  // A style shows nothing on white space, and the server drops it.
  if (text.trim() === '') return text;
  if (look.math) return { type: 'mathematical_expression', expression: text };

  const code: RichText = look.code ? { type: 'code', text } : text;
  return linkToFootnote(addStyles(code, look), look.footnote, footnotes);
}

function addStyles(text: RichText, { bold, italic, strike }: Look): RichText {
  let styled = text;
  if (strike) styled = { type: 'strikethrough', text: styled };
  if (italic) styled = { type: 'italic', text: styled };
  if (bold) styled = { type: 'bold', text: styled };
  return styled;
}

/**
 * Links a reference to its footnote. A footnote in another message, or one that comes later, has no
 * link.
 */
function linkToFootnote(
  text: RichText,
  label: string | undefined,
  footnotes: FootnoteLabels,
): RichText {
  const name = label?.toLowerCase();
  if (name === undefined || !footnotes.has(name)) return text;
  return { type: 'reference_link', text, reference_name: name };
}

function renderLink(text: RichText, address: string): RichText {
  const url = telegramLink(address);
  if (url === undefined || text === '') return text;

  const [, scheme, recipient = ''] = /^(mailto|tel):([^?]+)/i.exec(url) ?? [];
  switch (scheme?.toLowerCase()) {
    case 'mailto':
      return { type: 'email_address', text, email_address: recipient };
    case 'tel':
      return { type: 'phone_number', text, phone_number: recipient };
    default:
      return { type: 'url', text, url };
  }
}
