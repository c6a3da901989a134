import type { Names, RichElement, RichKind, RichNode } from './rich-text.ts';

interface Found {
  readonly node: RichNode;
  readonly end: number;
}

/** The marks that enclose a text. Of two that end at the same index, the first one wins. */
const PAIRS: readonly (readonly [mark: string, kind: RichKind])[] = [
  ['**', 'bold'],
  ['__', 'underline'],
  ['~~', 'strike'],
  ['||', 'spoiler'],
  ['*', 'italic'],
  ['_', 'italic'],
];

/** The other formats of a text, each with its pattern. */
const PATTERNS: readonly (readonly [
  pattern: RegExp,
  build: (match: RegExpExecArray, names: Names) => RichNode,
])[] = [
  [/\\([!-/:-@[-`{-~])/y, ([, character]) => character ?? ''],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, ([, , code]) => node('code', [(code ?? '').trim()])],
  [
    // A label may hold brackets in pairs, as in `[[1]](https://…)`.
    /\[((?:\\.|\[(?:\\.|[^\\[\]\n])*\]|[^\\[\]\n])+)\]\(<?(https?:\/\/[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)/y,
    ([, label, href], names) => link(href, parseDiscordInline(label ?? '', names)),
  ],
  [/<(https?:\/\/[^\s<>]+)>/y, ([, href]) => link(href, [href ?? ''])],
  [/https?:\/\/[^\s<]+[^\s<.,:;"'!?)\]*_~|]/y, ([href]) => link(href, [href])],
  [/<@!?(\d+)>/y, ([, id], names) => node('mention', [`@${names.person(id ?? '') ?? 'unknown'}`])],
  [/<@&\d+>/y, (_match, names) => node('mention', [`@${names.botRole}`])],
  [/<#(\d+)>/y, ([, id], names) => node('mention', [`#${names.room(id ?? '') ?? 'unknown'}`])],
  [/<\/([\w -]+):\d+>/y, ([, name]) => node('command', [`/${name}`])],
  [/<a?(:\w+:)\d+>/y, ([, name]) => name ?? ''],
  [
    /<t:(\d{1,11})(?::\w)?>/y,
    ([, seconds]) => node('code', [new Date(Number(seconds) * 1000).toLocaleString()]),
  ],
  [/@(?:everyone|here)\b/y, ([name]) => node('mention', [name])],
];

/** Parses the formatting within a paragraph of Discord's Markdown. */
export function parseDiscordInline(source: string, names: Names): RichNode[] {
  const nodes: RichNode[] = [];
  let plainFrom = 0;
  let index = 0;

  while (index < source.length) {
    const found = readPattern(source, index, names) ?? readPair(source, index, names);
    if (found === undefined) {
      index += 1;
      continue;
    }
    if (index > plainFrom) nodes.push(source.slice(plainFrom, index));
    nodes.push(found.node);
    index = found.end;
    plainFrom = index;
  }

  if (plainFrom < source.length) nodes.push(source.slice(plainFrom));
  return nodes;
}

function readPattern(source: string, index: number, names: Names): Found | undefined {
  for (const [pattern, build] of PATTERNS) {
    pattern.lastIndex = index;
    const match = pattern.exec(source);
    if (match !== null) return { node: build(match, names), end: index + match[0].length };
  }
  return undefined;
}

/** Reads the longest of the pairs that begin here: `***a** b*` is bold in italics. */
function readPair(source: string, index: number, names: Names): Found | undefined {
  const pairs = PAIRS.filter(([mark]) => source.startsWith(mark, index)).flatMap(([mark, kind]) => {
    const from = index + mark.length;
    const to = findClose(source, from, mark);
    return to > from && isPair(source, index, to, mark)
      ? [{ kind, from, to, end: to + mark.length }]
      : [];
  });
  const [longest] = pairs.sort((a, b) => b.end - a.end);
  if (longest === undefined) return undefined;
  const { kind, from, to, end } = longest;
  return { node: node(kind, parseDiscordInline(source.slice(from, to), names)), end };
}

/** A single `*` next to a space is not a mark, and neither is `_` inside a word. */
function isPair(source: string, from: number, to: number, mark: string): boolean {
  if (mark === '*') return /\S/.test(source[from + 1] ?? ' ') && /\S/.test(source[to - 1] ?? ' ');
  if (mark === '_') return !/\w/.test(source[from - 1] ?? '') && !/\w/.test(source[to + 1] ?? '');
  return true;
}

/**
 * The index at which `mark` closes, or -1. Skips escaped characters, code, and for a single mark
 * the doubled one.
 */
function findClose(source: string, from: number, mark: string): number {
  let index = from;

  while (index < source.length) {
    const character = source[index];
    if (character === '\\') index += 2;
    else if (character === '`') index = skipCode(source, index);
    else if (!source.startsWith(mark, index)) index += 1;
    else {
      let end = index;
      while (source[end] === mark[0]) end += 1;
      const runLength = end - index;
      // In a longer run the inner mark closes first: `**a *b***`.
      if (mark.length === 2 || runLength !== 2) return end - mark.length;
      index = end;
    }
  }
  return -1;
}

/** The index after the code that begins here, or after its backticks if it does not end. */
function skipCode(source: string, index: number): number {
  const pattern = /(`+)[\s\S]*?[^`]\1(?!`)|`+/y;
  pattern.lastIndex = index;
  return index + (pattern.exec(source)?.[0].length ?? 1);
}

function node(kind: RichKind, children: readonly RichNode[]): RichElement {
  return { kind, children };
}

function link(href: string | undefined, children: readonly RichNode[]): RichElement {
  return { kind: 'link', children, href: href ?? '' };
}
