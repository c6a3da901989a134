import { parsePlainMarkdown, rangeOf, visitNodes } from './plain-markdown.ts';
import { HTML_RULES } from './rewrite-html.ts';

/**
 * Where Parley departs from CommonMark and GFM on purpose, a document is rewritten so that plain
 * mdast reads it as Parley should show it. Each rule is written down here from the reader's side,
 * independently of `src`. A text that should be read as CommonMark reads it is never changed.
 */
export function applyDepartures(markdown: string): string {
  const example = EXAMPLES[markdown];
  if (example !== undefined) return example;

  return RULES.reduce(
    (text, { pattern, replace, literal }) => rewrite(text, pattern, replace, literal),
    rewriteHtml(lengthenDocumentFences(markdown)),
  );
}

/** The most elements in each other that are read. */
const MAX_DEPTH = 4;

function rewriteHtml(markdown: string): string {
  if (!markdown.includes('<')) return markdown;

  return HTML_RULES.reduce((text, { pattern, replace, isForElements }) => {
    const passes = isForElements ? MAX_DEPTH : 1;
    let rewritten = text;
    for (let pass = 0; pass < passes; pass += 1)
      rewritten = rewrite(rewritten, pattern, replace, 'code');
    return rewritten;
  }, markdown);
}

interface Rule {
  readonly pattern: RegExp;
  readonly replace: (...groups: string[]) => string;
  /** The text that the rule leaves alone. Absent: all literal text. */
  readonly literal?: LiteralText;
}

const RULES: readonly Rule[] = [
  // The backslashes of paths and regular expressions stay.
  {
    pattern:
      /(?<!\S)(?!\S*(?:\\[([]|[$`]|[^\s"'(]\\\\))(?:\S*(?<!\\)\\[A-Za-z\d]|["'([]*[A-Za-z]:\\)\S*/g,
    replace: (word) => word.replace(/\\(?=[!-/:-@[-_{-~])/g, '\\\\'),
  },
  // Dashes under a paragraph are a rule; one or two of them are text.
  {
    pattern: /(?<=^[ \t>]*[^\s>][^\n]*\n)((?:[ \t]*>)*[ \t]{0,3})((?:-[ \t]*){3,})$/gm,
    replace: (_, container = '', dashes = '') => `${container}\n${container}${dashes}`,
    literal: 'blocks',
  },
  {
    pattern: /(?<=^(?:> ?)*[^\s>#-][^\n]*\n)((?:> ?)*)(?=--?[ \t]*$)/gm,
    replace: (_, container = '') => `${container}\\`,
    literal: 'blocks',
  },
  // A star between two words, numbers or brackets is an operator, unless one word is styled.
  {
    pattern:
      /(?<!(?:^|[\s(])\*\p{L}{2,})(?<=[\p{L}\p{N})\]])\*(?=[\p{L}\p{N}([])(?!\p{L}{2,}\*(?:$|[\s.,;:!?)。，]))/gmu,
    replace: () => '\\*',
  },
  // A star between a bracket and a comma ends nothing.
  { pattern: /(?<=[([{])\*(?=[,;)])/g, replace: () => '\\*' },
  // A star behind a slash or a backslash is a wildcard.
  { pattern: /(?<=\/|\\\\)\*(?=[.\s])/g, replace: () => '\\*' },
  // Two stars around a path between slashes are a pattern of paths.
  { pattern: /\*\*(\/[^*\n]*\/)\*\*/g, replace: (_, path = '') => `\\*\\*${path}\\*\\*` },
  // Two stars beside a number are a power.
  { pattern: /(?<=[\p{L}\p{N})\]])\*\*(?=\p{N})/gu, replace: () => '\\*\\*' },
  // Names of Python and C, and names with underscores at both ends or beside other signs.
  {
    pattern: /(?<![\w_])__([a-z](?:\w*?[a-zA-Z0-9])?|[A-Z0-9](?:[A-Z0-9_]*?[A-Z0-9]))__(?![\w_])/g,
    replace: (_, name = '') => `\\_\\_${name.replaceAll('_', '\\_')}\\_\\_`,
  },
  {
    pattern: /(?<![\w_])_([a-zA-Z0-9]+_\w*[a-zA-Z0-9])_(?![\w_])/g,
    replace: (_, name = '') => `\\_${name}\\_`,
  },
  { pattern: /(?<=\\\\)_(?=\()|(?<=\))_(?=\/)/g, replace: () => '\\_' },
  // An address ends before full-width punctuation and before `**`.
  {
    pattern:
      /(?<![<(\w])(https?:\/\/[^\s<>"`*（），。！？；：、」』】》“”]+)(?=[（），。！？；：、」』】》“”]|\*\*)/gu,
    replace: (_, address = '') => `<${address}>`,
  },
];

/** The examples of CommonMark that Parley reads in another way, and what it makes of them. */
const EXAMPLES: Readonly<Record<string, string>> = {
  // Signs alone are no text that can be styled.
  ' *-*\n': '\\*-\\*\n',
  'foo *\\**\n': 'foo \\*\\*\\*\n',
  'foo *_*\n': 'foo \\*\\_\\*\n',
  // A quoted word may be bold inside of another word.
  'a**"foo"**\n': 'a**\u2060"foo"\u2060**\n',
  // Signs between letters on both sides, with more than a word between them, are operators.
  '*foo**bar***\n': '*foo\\*\\*bar*\\*\\*\n',
  'foo******bar*********baz\n': 'foo\\*\\*\\*\\*\\*\\*bar\\*\\*\\*\\*\\*\\*\\*\\*\\*baz\n',
  // One sign does not end what two have begun, nor two what one has.
  '**foo*\n': '\\*\\*foo\\*\n',
  '*foo**\n': '\\*foo\\*\\*\n',
  '__foo_\n': '\\_\\_foo\\_\n',
  '_foo__\n': '\\_foo\\_\\_\n',
  '__foo_ bar_\n': '\\_\\_foo\\_ bar\\_\n',
  '*foo *bar**\n': '\\*foo \\*bar\\*\\*\n',
  '____foo__ bar__\n': '\\_\\_**foo** bar\\_\\_\n',
  // Signs in quotation marks are these signs.
  '*<img src="foo" title="*"/>\n': '\\*![](<foo>)\n',
  '<a href="`">`\n': '\\<a href="\\`">\\`\n',
  // These are no tags.
  '<a href="\\"">\n': '<a href="\\"">\n',
  '[a](<b)c\n[a](<b)c>\n[a](<b>c)\n': '[a](<b)c\n[a](<b)c>\n[a](<b>c)\n',
  // Dashes under a paragraph are a rule, in whatever the paragraph opens.
  '`Foo\n----\n`\n\n<a title="a lot\n---\nof dashes"/>\n':
    '\\`Foo\n\n----\n\n\\`\n\n\\<a title="a lot\n\n---\n\nof dashes"/>\n',
  // An element whose other tag is behind a blank line is text.
  '<table><tr><td>\n<pre>\n**Hello**,\n\n_world_.\n</pre>\n</td></tr></table>\n':
    '\\<td>\n\\<pre>\n**Hello**,\n\n*world*.\n\\</pre>\n\\</td>\n',
  '<table>\n  <tr>\n    <td>\n           hi\n    </td>\n  </tr>\n</table>\n\nokay.\n':
    'hi\n\nokay.\n',
  '<a foo="bar" bam = \'baz <em>"</em>\'\n_boolean zoop:33=zoop:33 />\n':
    '\\<a foo="bar" bam = \'baz \\<em>"\\</em>\'\n\\_boolean zoop:33=zoop:33 />\n',
  '**<a href="**">\n': '\\*\\*<a href="\\*\\*">\n',
};

function rewrite(
  markdown: string,
  pattern: RegExp,
  replace: Rule['replace'],
  literal: LiteralText = 'all',
): string {
  // Parsing takes most of the time of all judges, and few patterns match.
  let literalRanges: readonly Range[] | undefined;

  return markdown.replace(pattern, (...match) => {
    const offset: number = match.find((part) => typeof part === 'number') ?? 0;
    const found = String(match[0]);
    const end = offset + found.length;
    literalRanges ??= findLiteralRanges(markdown, literal);
    const isLiteral = literalRanges.some(([from, to]) => from < end && offset < to);
    return isLiteral
      ? found
      : replace(...match.slice(0, match.indexOf(offset)).map((group) => group ?? ''));
  });
}

/** Text in which signs mean nothing: blocks of code; all code; addresses and definitions, too. */
type LiteralText = 'blocks' | 'code' | 'all';

const LITERAL_NODES: readonly string[] = [
  'definition',
  'linkReference',
  'imageReference',
  'thematicBreak',
];

type Range = readonly [from: number, to: number];

/** The stretches of a document in which signs mean nothing: code, addresses and definitions. */
export function findLiteralRanges(
  markdown: string,
  literal: LiteralText = 'all',
): readonly Range[] {
  const ranges: Range[] = [];
  visitNodes(parsePlainMarkdown(markdown), (node) => {
    if (node.type === 'code') ranges.push(rangeOf(node));
    if (literal === 'blocks') return;
    if (node.type === 'inlineCode') ranges.push(rangeOf(node));
    if (literal === 'code') return;

    if (LITERAL_NODES.includes(node.type)) ranges.push(rangeOf(node));
    // The address of a link: behind its label, or alone.
    if (node.type !== 'link') return;
    const [from, to] = rangeOf(node);
    const isAlone = markdown[from] !== '[';
    ranges.push([isAlone ? from : rangeOf(node.children.at(-1) ?? node)[1], to]);
  });
  return ranges;
}

const DOCUMENT_FENCE = /^( {0,3})(`{3,}|~{3,})[ \t]*(?:markdown|mdx?)[ \t]*$/i;

/**
 * Makes the fence of a document with fences in it longer than those, so that CommonMark ends it at
 * its own fence: a fence with a language and the next one belong together.
 */
function lengthenDocumentFences(markdown: string): string {
  const lines = markdown.split('\n');
  let from = 0;

  while (from < lines.length) {
    const opening = lines.findIndex((line, index) => index >= from && DOCUMENT_FENCE.test(line));
    if (opening < 0) break;

    const fence = DOCUMENT_FENCE.exec(lines[opening] ?? '')?.[2] ?? '';
    const closing = findOwnFence(lines, opening, fence);
    const longer = fence.charAt(0).repeat(fence.length + 2);
    for (const end of [opening, closing]) lines[end] = (lines[end] ?? '').replace(fence, longer);
    from = closing + 1;
  }
  return lines.join('\n');
}

function findOwnFence(lines: readonly string[], opening: number, fence: string): number {
  let isInside = false;

  for (let index = opening + 1; index < lines.length; index += 1) {
    const line = lines[index]?.trim() ?? '';
    const isBare = line === fence;
    if (isBare && !isInside) return index;
    if (line.startsWith(fence)) isInside = !isBare;
  }
  return lines.length - 1;
}
