/**
 * Characters of private use that stand for HTML while mdast reads a document: each style has one
 * that begins it and one that ends it.
 */
export const HTML_STYLES: ReadonlyMap<string, string> = new Map([
  ['\uE010', 'bold'],
  ['\uE012', 'italic'],
  ['\uE014', 'strike'],
  ['\uE016', 'code'],
]);
export const HTML_STYLE_ENDS: ReadonlyMap<string, string> = new Map([
  ['\uE011', 'bold'],
  ['\uE013', 'italic'],
  ['\uE015', 'strike'],
  ['\uE017', 'code'],
]);
/** Stands for the end of a line. */
export const HTML_BREAK = '\uE018';

/** A rule for HTML: a pattern, and the text to read in its place. */
interface HtmlRule {
  readonly pattern: RegExp;
  readonly replace: (...groups: string[]) => string;
  /** The rule is used again and again, for elements in elements. */
  readonly isForElements?: boolean;
}

const INSIDE = '((?:(?!<\\/?\\1[\\s>]|\\n[ \\t>]*\\n)[\\s\\S])*?)';
const elementsOf = (names: string) =>
  new RegExp(`(?<!\\\\)<(${names})(?:\\s[^<>]*)?>${INSIDE}<\\/\\1\\s*>`, 'gi');

const toStyle =
  (begin: string, end: string) =>
  (_: string, __ = '', content = '') =>
    begin + content + end;

const RAISED: Readonly<Record<string, string>> = { 0: '⁰', 1: '¹', 2: '²', 3: '³', n: 'ⁿ' };
const LOWERED: Readonly<Record<string, string>> = { 0: '₀', 1: '₁', 2: '₂', 3: '₃', n: 'ₙ' };
const translate = (text: string, characters: Readonly<Record<string, string>>) =>
  [...text].map((character) => characters[character] ?? character).join('');

const WRAPPERS = 'details|div|p|center|section|ul|ol|table|thead|tbody|tr';

/** HTML as a reader of a chat sees it, in the order in which the rules are used. */
export const HTML_RULES: readonly HtmlRule[] = [
  {
    pattern: /(?<!\\)<!--(?:-?>|(?:(?!\n[ \t>]*\n)[\s\S]){0,900}?-->)/g,
    replace: () => HTML_BREAK,
  },
  { pattern: /(?<!\\)<br\s*\/?>[ \t]*/gi, replace: () => HTML_BREAK },
  {
    pattern: elementsOf('b|strong|mark|u|ins|summary|th'),
    replace: toStyle('\uE010', '\uE011'),
    isForElements: true,
  },
  { pattern: elementsOf('i|em|cite'), replace: toStyle('\uE012', '\uE013'), isForElements: true },
  {
    pattern: elementsOf('s|del|strike'),
    replace: toStyle('\uE014', '\uE015'),
    isForElements: true,
  },
  { pattern: elementsOf('code|kbd|samp|tt'), replace: toStyle('\uE016', '\uE017') },
  { pattern: elementsOf('sub'), replace: (_, __, content = '') => translate(content, LOWERED) },
  { pattern: elementsOf('sup'), replace: (_, __, content = '') => translate(content, RAISED) },
  {
    pattern: /(?<!\\)<img\s(?=[^>]*?src="([^"]*)")(?=(?:[^>]*?alt="([^"]*)")?)[^>]*>/gi,
    replace: (_, src = '', alt = '') => `![${alt}](<${src}>)`,
  },
  {
    pattern: elementsOf('a'),
    replace: (tag, _ = '', content = '') => {
      const href = /^<a\s[^>]*?href="([^"]*)"/i.exec(tag)?.[1];
      return href === undefined ? content : `[${content}](<${href}>)`;
    },
  },
  {
    pattern: elementsOf('h[1-6]'),
    replace: (_, __, content = '') => `${HTML_BREAK}\uE010${content}\uE011${HTML_BREAK}`,
  },
  {
    pattern: elementsOf('li'),
    replace: (_, __, content = '') => `${HTML_BREAK}•${HTML_BREAK}${content}${HTML_BREAK}`,
  },
  {
    pattern: elementsOf('span|small|font|td'),
    replace: (_, __, content = '') => content,
    isForElements: true,
  },
  // Wrappers alone on their line, whatever is between them.
  {
    pattern: new RegExp(
      `(?<=^(?:[ \\t>]|[-*+] |\\d+\\. )*)<\\/?(?:${WRAPPERS})(?:\\s[^<>]*)?>[ \\t]*$`,
      'gim',
    ),
    replace: () => HTML_BREAK,
  },
  {
    pattern: elementsOf(WRAPPERS),
    replace: (_, __, content = '') => HTML_BREAK + content + HTML_BREAK,
    isForElements: true,
  },
  // A tag without a partner is shown, and nothing in it is Markdown.
  {
    pattern: /(?<!\\)<\/?(?:a|b|i|p|div|td|tr|pre|li|em|s|u|q|code|table)(?:\s[^<>]*)?>/gi,
    replace: (tag) => tag.replace(/[!-/:-@[-`{-~]/g, '\\$&'),
  },
];
