import { parseDiscordInline } from './parse-discord-inline.ts';
import { parseDiscordList } from './parse-discord-list.ts';
import type { Names, RichNode } from './rich-text.ts';

type Build = (match: RegExpExecArray, names: Names) => RichNode | readonly RichNode[];

/** The blocks that cannot be nested. */
const QUOTES: readonly (readonly [pattern: RegExp, build: Build])[] = [
  [
    />>> ([\s\S]*)/y,
    ([, text], names) => ({ kind: 'quote', children: parse(text ?? '', names, BLOCKS) }),
  ],
  [
    /(?:>(?: [^\n]*)?(?:\n|$))+/y,
    ([lines], names) => ({
      kind: 'quote',
      children: parse(lines.replace(/^> ?/gm, ''), names, BLOCKS),
    }),
  ],
];

/**
 * The other blocks. Each pattern takes the newline at its end, because a block ends its line by
 * itself.
 */
const BLOCKS: typeof QUOTES = [
  [
    / *(#{1,3}) +([^\n]+)(?:\n|$)/y,
    ([, marks, text], names) => ({
      kind: 'heading',
      detail: String(marks?.length),
      children: parseDiscordInline(text ?? '', names),
    }),
  ],
  [
    /-# +([^\n]+)(?:\n|$)/y,
    ([, text], names) => ({ kind: 'subtext', children: parseDiscordInline(text ?? '', names) }),
  ],
  [
    / *(?:[-*]|\d{1,9}\.) +[^\n]*(?:\n|$)(?: *(?:[-*]|\d{1,9}\.) +[^\n]*(?:\n|$)| {2,}(?!```)\S[^\n]*(?:\n|$))*/y,
    ([lines], names) => parseDiscordList(lines, (text) => parse(text, names, BLOCKS)),
  ],
];

const FENCE = /```(?:([\w+#.-]*)\n)?\n*([\s\S]*?)\n*```\n?/y;
/**
 * A text up to a fence, or up to a line that may begin a block. If the line begins no block, it is
 * the next paragraph. Code in a line is read as a whole, with the backticks in it: Discord's clients
 * try code before they come to a fence in it (the order of simple-markdown's rules).
 */
const PARAGRAPH =
  /(?:(?<![`\\])(`{1,2})(?!`)[^\n]*?[^`\n]\1(?!`)|[\s\S])+?(?=```|(?<=\n)(?:>| *#|-| *[*-] | *\d+\.)|$)/y;

/**
 * Parses Discord's Markdown as its clients show it: first the blocks, then their contents. Quotes
 * do not nest.
 */
export function parseDiscordMarkdown(source: string, names: Names): RichNode[] {
  return parse(source, names, [...QUOTES, ...BLOCKS]);
}

function parse(source: string, names: Names, blocks: typeof BLOCKS): RichNode[] {
  const nodes: RichNode[] = [];
  let paragraph = '';

  const endParagraph = () => {
    nodes.push(...parseDiscordInline(paragraph, names));
    paragraph = '';
  };

  let index = 0;
  while (index < source.length) {
    const block = readBlock(source, index, names, blocks);
    if (block === undefined) {
      const piece = matchAt(PARAGRAPH, source, index)?.[0] ?? source.slice(index, index + 1);
      paragraph += piece;
      index += piece.length;
    } else {
      endParagraph();
      nodes.push(...block.nodes);
      index = block.end;
    }
  }
  endParagraph();
  return nodes;
}

function readBlock(
  source: string,
  index: number,
  names: Names,
  blocks: typeof BLOCKS,
): { nodes: readonly RichNode[]; end: number } | undefined {
  const fence = matchAt(FENCE, source, index);
  if (fence !== null) {
    const node = {
      kind: 'code-block',
      detail: fence[1] ?? '',
      children: [fence[2] ?? ''],
    } as const;
    return { nodes: [node], end: index + fence[0].length };
  }

  const isLineStart = index === 0 || source[index - 1] === '\n';
  if (!isLineStart) return undefined;
  for (const [pattern, build] of blocks) {
    const match = matchAt(pattern, source, index);
    if (match !== null)
      return { nodes: [build(match, names)].flat(), end: index + match[0].length };
  }
  return undefined;
}

/** `pattern` must be sticky. */
function matchAt(pattern: RegExp, source: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(source);
}
