import type { UpdateEntity } from '../readers.ts';
import { linkTo } from './link-to.ts';
import type { MentionScan } from './mention-scan.ts';
import { type MarkedRange, nestMarks } from './nest-marks.ts';
import { withMoment } from './with-moment.ts';
import { wrapLines } from './wrap-lines.ts';
import { writeFencedCode, writeInlineCode } from './write-code.ts';
import { writeQuote } from './write-quote.ts';

/** A part of the Markdown. Code and quotes are blocks, which have lines of their own. */
interface Piece {
  readonly kind: 'inline' | 'code' | 'quote';
  readonly text: string;
}

/** The text and the marks around a piece of text. */
interface Surroundings {
  readonly text: string;
  readonly mentions: MentionScan;
  /** Characters that would end a mark around the text. */
  readonly escaped?: RegExp;
}

type WriteRange = (range: MarkedRange, around: Surroundings) => readonly Piece[];

/**
 * The text of a message as Markdown, with `OWN_MENTION` for each mention of the bot.
 *
 * Only what Telegram marks becomes formatting: what people typed themselves stays as it is, because most
 * of them type Markdown or code. Inside of a mark, the characters that would end it are escaped.
 */
export function entitiesToMarkdown(
  text: string,
  entities: readonly UpdateEntity[],
  mentions: MentionScan,
): string {
  const marks = entities.filter(({ type }) => Object.hasOwn(WRITERS, type));
  const ranges = nestMarks(text, marks);
  return joinPieces(writeRanges(ranges, 0, text.length, { text, mentions }));
}

function writeRanges(
  ranges: readonly MarkedRange[],
  start: number,
  end: number,
  around: Surroundings,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let position = start;

  for (const range of ranges) {
    pieces.push(plainPiece(position, range.start, around), ...writeRange(range, around));
    position = range.end;
  }
  pieces.push(plainPiece(position, end, around));

  return mergeInline(pieces);
}

function plainPiece(start: number, end: number, { text, escaped }: Surroundings): Piece {
  const words = text.slice(start, end);
  return { kind: 'inline', text: escaped ? words.replace(escaped, '\\$&') : words };
}

function writeRange(range: MarkedRange, around: Surroundings): readonly Piece[] {
  const { type } = range.entity;
  return WRITERS[type]?.(range, around) ?? [];
}

function writeInside(range: MarkedRange, around: Surroundings): readonly Piece[] {
  return writeRanges(range.inside, range.start, range.end, around);
}

/** Wraps the words inside, but not the blocks: marks do not reach around those. */
function wrapWith(escaped: RegExp | undefined, wrap: (words: string) => string): WriteRange {
  return (range, around) => {
    const patterns = [around.escaped, escaped].flatMap((pattern) => pattern?.source ?? []);
    const inside =
      patterns.length === 0 ? around : { ...around, escaped: new RegExp(patterns.join('|'), 'g') };
    return writeInside(range, inside).map((piece) =>
      piece.kind === 'inline' ? { ...piece, text: wrap(piece.text) } : piece,
    );
  };
}

const writeQuoteBlock: WriteRange = (range, around) => {
  const inside = joinPieces(writeInside(range, around));
  const lines = inside.slice(leadingBreaks(inside), inside.length - trailingBreaks(inside));
  return [{ kind: 'quote', text: writeQuote(lines) }];
};

const WRITERS: Readonly<Record<string, WriteRange>> = {
  bold: wrapWith(/\*/, (words) => wrapLines(words, '**')),
  italic: wrapWith(/\*/, (words) => wrapLines(words, '*')),
  underline: wrapWith(undefined, (words) => wrapLines(words, '<u>', '</u>')),
  strikethrough: wrapWith(/~~/, (words) => wrapLines(words, '~~')),
  spoiler: wrapWith(/\|\|/, (words) => wrapLines(words, '||')),
  blockquote: writeQuoteBlock,
  expandable_blockquote: writeQuoteBlock,

  code({ start, end }, { text }) {
    const code = text.slice(start, end);
    return code.includes('\n')
      ? [{ kind: 'code', text: writeFencedCode(code) }]
      : [{ kind: 'inline', text: writeInlineCode(code) }];
  },
  pre({ start, end, entity }, { text }) {
    return [{ kind: 'code', text: writeFencedCode(text.slice(start, end), entity.language) }];
  },

  text_link(range, around) {
    const { url } = range.entity;
    const words = around.text.slice(range.start, range.end);
    // Bots and people write a mention as a link too (NousResearch/hermes-agent PR 13811).
    const name = url && /^https?:\/\/t\.me\/(\w+)\/?$/i.exec(url)?.[1];
    if (name && words.toLowerCase() === `@${name.toLowerCase()}`)
      return [{ kind: 'inline', text: around.mentions.readName(name, words) }];

    const wrap = (label: string) => (url === undefined ? label : linkTo(url, label));
    return wrapWith(/[[\]]/, wrap)(range, around);
  },
  mention({ start, end }, { text, mentions }) {
    const words = text.slice(start, end);
    return [{ kind: 'inline', text: mentions.readName(words, words) }];
  },
  text_mention(range, around) {
    const words = around.text.slice(range.start, range.end);
    return [{ kind: 'inline', text: around.mentions.readUserId(range.entity.user?.id, words) }];
  },
  date_time(range, around) {
    const words = around.text.slice(range.start, range.end);
    return [{ kind: 'inline', text: withMoment(words, range.entity.unix_time) }];
  },
};

function mergeInline(pieces: readonly Piece[]): readonly Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (piece.kind === 'inline' && last?.kind === 'inline')
      merged.splice(-1, 1, { kind: 'inline', text: last.text + piece.text });
    else if (piece.text !== '') merged.push(piece);
  }
  return merged;
}

/** An empty line ends a quote: without it, Markdown would add the next line to the quote. */
function joinPieces(pieces: readonly Piece[]): string {
  let joined = '';
  let last: Piece | undefined;

  for (const piece of pieces) {
    if (last !== undefined) {
      const isBlock = last.kind !== 'inline' || piece.kind !== 'inline';
      const gap = last.kind === 'quote' ? 2 : Number(isBlock);
      const existing = trailingBreaks(joined) + leadingBreaks(piece.text);
      joined += '\n'.repeat(Math.max(0, gap - existing));
    }
    joined += piece.text;
    last = piece;
  }

  return joined;
}

function trailingBreaks(text: string): number {
  let start = text.length;
  while (start > 0 && text.charAt(start - 1) === '\n') start -= 1;
  return text.length - start;
}

function leadingBreaks(text: string): number {
  return /^\n*/.exec(text)?.[0].length ?? 0;
}
