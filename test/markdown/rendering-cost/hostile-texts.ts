const repeat = (atom: string) => (length: number) =>
  atom.repeat(Math.ceil(length / atom.length)).slice(0, length);

/** Joins the lines for 0, 1, 2, … up to a length. */
const lines =
  (lineAt: (index: number) => string, opening = '') =>
  (length: number) => {
    let text = opening;
    for (let index = 0; text.length < length; index += 1) text += `${lineAt(index)}\n`;
    return text.slice(0, length);
  };

/** Prose of a length: paragraphs of a few sentences. */
export const prose = lines(
  (index) =>
    `Sentence ${index} says something plain about the weather, and then it goes on. It ends here, ` +
    'after all. Another one follows it, which is longer than the first and has a comma, too. Then ' +
    'comes a fourth sentence that finishes the paragraph.\n',
);

/**
 * Texts that are hard to read for a parser, by their name: each gives a text of a length. Those of
 * the first group cost an update of 16 KB more than 50 ms once, and up to 2.3 s.
 */
export const HOSTILE_TEXTS: Readonly<Record<string, (length: number) => string>> = {
  'stars and underscores': repeat('*a_'),
  'open links': repeat('[a]('),
  'open formulas': repeat('\\( a '),
  brackets: repeat('['),
  'open images': repeat('!['),
  'nested lists': lines((index) => `${'  '.repeat(index)}- a`),
  'nested quotes': lines((index) => `${'> '.repeat(index + 1)}a`),
  'quote marks in one line': repeat('>'),
  'open bold': repeat('*a **b '),
  references: repeat('&amp;'),
  dollars: repeat('$ a $'),

  'short formulas': repeat('$a$ '),
  'a table': lines((index) => `| ${index} | a | *b* |`, '| a | b | c |\n|---|---|---|\n'),
  'tables of one row': repeat('|a|\n|-|\n'),
  'a row without an end': repeat('| a '),
  'a code block': lines((index) => `const a${index} = b[${index}]; // <c> & d`, '```ts\n'),
  'a line of code': (length) => `\`\`\`\n${repeat('x = [1, 2]; ')(length)}`.slice(0, length),
  'a long word': repeat('a'),
  'a long paragraph': (length) => `*a ${repeat('the [weather is nice and people walk. ')(length)}`,
  'a long quote': (length) => `> ${repeat('the *weather is nice and people walk. ')(length)}`,
  'a long item': (length) => `- ${repeat('the `weather is nice and people walk. ')(length)}`,
  'a long formula': lines((index) => `a_${index} &= b_{${index}} \\\\`, '$$\n'),
  'signs of less': repeat('<'),
  'backticks of growing length': lines((index) => `${'`'.repeat(index + 1)}a`),
  'open strikes': repeat('~~a'),
  'mixed emphasis': repeat('_a*b'),
  'open bolds': repeat('**a '),
  backslashes: repeat('\\'),
  'hard breaks': repeat('a\\\n'),
  pipes: repeat('|'),
  rules: repeat('- - - -\n'),
  dashes: repeat('- '),
  'numbers in one line': repeat('1. '),
  'empty items': repeat('-\n'),
  headings: repeat('#\n'),
  underlines: repeat('a\n=\n'),
  'lazy lines': lines(() => 'b', '> > > - a\n'),
  'lists by tabs': lines((index) => `${'\t'.repeat(index)}- a`),
  'an item of many items': lines((index) => `  - item ${index} with **bold** text`, '- a\n'),
  'lists in quotes': lines(() => '> - > - a'),
  definitions: lines((index) => `[a${index}]: https://x.org/${index}`),
  'open definitions': repeat('[a]:'),
  footnotes: lines((index) => `[^${index}]: note`),
  'references to footnotes': repeat('[^1]'),
  'bare addresses': repeat('www.a.'),
  'addresses without a host': repeat('http://'),
  'mail addresses': repeat('a@a@'),
  'closing brackets': (length) => `www.a.b/${repeat(')')(length)}`.slice(0, length),
  'nested brackets': (length) => '['.repeat(length / 2) + ']'.repeat(length / 2),
  links: repeat('[a](b) '),
  tags: repeat('<b><i a="'),
  comments: repeat('<!--'),
  'line breaks of HTML': repeat('<br>'),
  'Chinese with emphasis': repeat('这是**一个**测试，'),
  'combining marks': repeat('e\u0301\u0302\u0303'),
  'right to left': repeat('\u202eمرحبا *'),
  'joined emoji': repeat('\u{1F468}\u200d'),
  'blank lines': repeat('\n'),
  spaces: repeat(' '),
  'carriage returns': repeat('a\r'),
  'data of an image': (length) => `![a](data:image/png;base64,${repeat('iVBORw0KGgo')(length)}`,
  'open citations': repeat('\ue200'),
  'marks of citations': repeat('【4:0†source】\n\n'),
};
