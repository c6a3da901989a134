import type { Names, RichElement, RichKind, RichNode } from './rich-text.ts';

type Found = { readonly node: RichNode; readonly end: number };

/** Of two that end at the same place, the first. */
const PAIRS: readonly (readonly [mark: string, kind: RichKind])[] = [
  ['**', 'bold'],
  ['__', 'underline'],
  ['~~', 'strike'],
  ['||', 'spoiler'],
  ['*', 'italic'],
  ['_', 'italic'],
];

/** One pattern for each thing that begins and ends in a way of its own. */
const PATTERNS: readonly (readonly [
  pattern: RegExp,
  build: (match: RegExpExecArray, names: Names) => RichNode,
])[] = [
  [/\\([!-/:-@[-`{-~])/y, ([, character]) => character ?? ''],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, ([, , code]) => node('code', [(code ?? '').trim()])],
  [
    /\[([^\]\n]+)\]\(<?(https?:\/\/[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)/y,
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

/** The formatting within a paragraph of Discord's Markdown. */
export function parseDiscordInline(source: string, names: Names): RichNode[] {
  const nodes: RichNode[] = [];
  let plainFrom = 0;
  let at = 0;
  while (at < source.length) {
    const found = readPattern(source, at, names) ?? readPair(source, at, names);
    if (found === undefined) {
      at += 1;
      continue;
    }
    if (at > plainFrom) nodes.push(source.slice(plainFrom, at));
    nodes.push(found.node);
    at = found.end;
    plainFrom = at;
  }
  if (plainFrom < source.length) nodes.push(source.slice(plainFrom));
  return nodes;
}

function readPattern(source: string, at: number, names: Names): Found | undefined {
  for (const [pattern, build] of PATTERNS) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match !== null) return { node: build(match, names), end: at + match[0].length };
  }
  return undefined;
}

/** Of several pairs that begin here, the longest: `***a** b*` is bold in italics. */
function readPair(source: string, at: number, names: Names): Found | undefined {
  const pairs = PAIRS.filter(([mark]) => source.startsWith(mark, at)).flatMap(([mark, kind]) => {
    const from = at + mark.length;
    const to = findClose(source, from, mark);
    return to > from && isPair(source, at, to, mark)
      ? [{ kind, from, to, end: to + mark.length }]
      : [];
  });
  const [longest] = pairs.sort((a, b) => b.end - a.end);
  if (longest === undefined) return undefined;
  const { kind, from, to, end } = longest;
  return { node: node(kind, parseDiscordInline(source.slice(from, to), names)), end };
}

/** A lone `*` does not hug a space, and `_` inside a word is a letter of that word. */
function isPair(source: string, at: number, to: number, mark: string): boolean {
  if (mark === '*') return /\S/.test(source[at + 1] ?? ' ') && /\S/.test(source[to - 1] ?? ' ');
  if (mark === '_') return !/\w/.test(source[at - 1] ?? '') && !/\w/.test(source[to + 1] ?? '');
  return true;
}

/** Where `mark` closes, or -1; skips what is escaped, code, and for a single mark the doubled one. */
function findClose(source: string, from: number, mark: string): number {
  let at = from;
  while (at < source.length) {
    const character = source[at];
    if (character === '\\') at += 2;
    else if (character === '`') at = skipCode(source, at);
    else if (!source.startsWith(mark, at)) at += 1;
    else {
      let end = at;
      while (source[end] === mark[0]) end += 1;
      const run = end - at;
      // In a longer run the inner mark closes first: `**a *b***`.
      if (mark.length === 2 || run !== 2) return end - mark.length;
      at = end;
    }
  }
  return -1;
}

function skipCode(source: string, at: number): number {
  const pattern = /(`+)[\s\S]*?[^`]\1(?!`)|`+/y;
  pattern.lastIndex = at;
  return at + (pattern.exec(source)?.[0].length ?? 1);
}

function node(kind: RichKind, children: readonly RichNode[]): RichElement {
  return { kind, children };
}

function link(href: string | undefined, children: readonly RichNode[]): RichElement {
  return { kind: 'link', children, href: href ?? '' };
}
