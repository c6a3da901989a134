import { parseDiscordInline } from './parse-discord-inline.ts';
import { parseDiscordList } from './parse-discord-list.ts';
import type { Names, RichNode } from './rich-text.ts';

type Build = (match: RegExpExecArray, names: Names) => RichNode | readonly RichNode[];

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

/** What else a line can begin with. Each takes the newline that ends it, since it is shown as a block. */
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
// Until a fence, or until a line that may begin a block; a line that only looks like one is read as a paragraph next.
const PARAGRAPH = /[\s\S]+?(?=```|(?<=\n)(?:>| *#|-| *[*-] | *\d+\.)|$)/y;

/** Discord's Markdown, as its clients show it: blocks first, then what is inside them. Quotes do not nest. */
export function parseDiscordMarkdown(source: string, names: Names): RichNode[] {
  return parse(source, names, [...QUOTES, ...BLOCKS]);
}

function parse(source: string, names: Names, blocks: typeof BLOCKS): RichNode[] {
  const nodes: RichNode[] = [];
  let paragraph = '';
  const flush = () => {
    nodes.push(...parseDiscordInline(paragraph, names));
    paragraph = '';
  };
  let at = 0;
  while (at < source.length) {
    const block = readBlock(source, at, names, blocks);
    if (block === undefined) {
      const piece = matchAt(PARAGRAPH, source, at)?.[0] ?? source.slice(at, at + 1);
      paragraph += piece;
      at += piece.length;
    } else {
      flush();
      nodes.push(...block.nodes);
      at = block.end;
    }
  }
  flush();
  return nodes;
}

function readBlock(
  source: string,
  at: number,
  names: Names,
  blocks: typeof BLOCKS,
): { nodes: readonly RichNode[]; end: number } | undefined {
  const fence = matchAt(FENCE, source, at);
  if (fence !== null) {
    const node = {
      kind: 'code-block',
      detail: fence[1] ?? '',
      children: [fence[2] ?? ''],
    } as const;
    return { nodes: [node], end: at + fence[0].length };
  }
  if (at > 0 && source[at - 1] !== '\n') return undefined;
  for (const [pattern, build] of blocks) {
    const match = matchAt(pattern, source, at);
    if (match !== null) return { nodes: [build(match, names)].flat(), end: at + match[0].length };
  }
  return undefined;
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}
