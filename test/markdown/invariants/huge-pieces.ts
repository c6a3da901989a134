/** Makes an address of this number of UTF-16 units. */
function addressOf(length: number): string {
  const start = 'https://example.com/q?state=';
  return start + 'abcdef0123&'.repeat(length).slice(0, length - start.length);
}

const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');

/**
 * Pieces of Markdown that are larger than a message, or that make a message larger than its text.
 * The reports: openclaw/openclaw #151147 (a long link), chenhg5/cc-connect #866 and
 * openabdev/openab #1151 (padded tables), openclaw/openclaw #110148 (a long info string),
 * lorcalhost/BTB-manager-telegram #1 (one long line), yagop/node-telegram-bot-api #694 (an image as
 * data), martin-ueding/vigilant-crypto-snatch #8 (a single line longer than a message).
 */
export const HUGE_PIECES: Readonly<Record<string, string>> = {
  'a link of 2,500 units': `[this report](${addressOf(2_500)})`,
  'a link of 60,000 units': `[this report](${addressOf(60_000)})`,
  'a bare address of 2,500 units': addressOf(2_500),
  'a bare address of 20,000 units': addressOf(20_000),
  'an address in angle brackets': `<${addressOf(5_000)}>`,
  'an image as data': `![chart](data:image/png;base64,${'A'.repeat(20_000)})`,
  'an image with a long text': `![${words(500)}](https://example.com/a.png)`,
  'an image in a link': `[![${words(450)}](https://example.com/a.png)](${addressOf(2_500)})`,
  'code of 5,000 units': `\`${words(500)}\``,
  'code without spaces': `\`${'x'.repeat(5_000)}\``,
  'code of backticks': `\`\` ${'` '.repeat(600)} \`\``,
  'a long label': `[${words(450)}](${addressOf(900)})`,
  'a definition': `[a]: ${addressOf(2_500)} "${words(450)}"\n\n[reference][a]`,
  'a footnote': `note[^${'x'.repeat(3_000)}]\n\n[^${'x'.repeat(3_000)}]: ${words(450)}`,
  'a formula in a line': `$${'a + b '.repeat(500)}= c$`,
  'a formula as a block': `$$\n${'\\frac{a}{b} + '.repeat(250)}c\n$$`,
  'a word': 'x'.repeat(10_000),
  'a word of emoji': '👩‍👩‍👧'.repeat(1_000),
  'a table of such cells': `| a | b |\n|-|-|\n| 1 | [l](${addressOf(2_500)}) |\n| 2 | \`${'x'.repeat(5_000)}\` |`,
  'a long head': `| ${words(500)} | b |\n|-|-|\n| 1 | 2 |\n| 3 | 4 |`,
  'a head that every row would repeat': `| a | ${'x'.repeat(3_000)} |\n|-|-|\n${'| 1 | 2 |\n'.repeat(50)}`,
  'a head of marks': `| e${'\u0301'.repeat(5_000)} | b |\n|-|-|\n| 1 | 2 |\n| 3 | 4 |`,
  'deep lists': Array.from(
    { length: 20 },
    (_, depth) => `${'  '.repeat(depth)}- ${words(20)}`,
  ).join('\n'),
  'deep quotes': `${'> '.repeat(100)}${words(450)}`,
  'a long info string': `\`\`\`js ${'x'.repeat(5_000)}\n${words(450)}\n\`\`\``,
  'code with long runs of backticks': `~~~\n${'`'.repeat(3_000)}\n~~~`,
  'many styles': '**b** `c` ~~d~~ '.repeat(150),
  'a letter with 5,000 marks': `e${'\u0301'.repeat(5_000)}`,
  'a letter with styled marks': `e${'**\u0301**`\u0301`'.repeat(150)}`,
  'signs that are escaped': '*'.repeat(3_000),
  'names that are disarmed': '@everyone @ann_lee '.repeat(300),
  'file names': 'main.py '.repeat(300),
  'a long heading': `# [${words(450)}](${addressOf(900)})`,
};

/** A text with a piece in its prose, as a block of its own, and in a list in a quote. */
export function documentsWith(piece: string): readonly string[] {
  return [
    `Before it are words.\n\nOpen ${piece} at last.\n\nThe end of the prose.`,
    `Before it are words.\n\n${piece}\n\nThe end of the prose.`,
    `Before it are words.\n\n> - ${piece.replaceAll('\n', '\n>   ')}\n\nThe end of the prose.`,
  ];
}
