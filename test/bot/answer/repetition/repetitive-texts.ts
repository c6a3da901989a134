/** A text that repeats itself, and where its shape was seen. */
export interface RepetitiveText {
  readonly name: string;
  readonly text: string;
}

/** A text of at most 100,000 characters from numbered pieces, as long as an answer can be. */
function endless(piece: (index: number) => string, intro = ''): string {
  let text = intro;
  for (let index = 0; text.length < 100_000; index += 1) text += piece(index);
  return text.slice(0, 100_000);
}

function repeat(count: number, piece: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => piece(index)).join('');
}

/** The same bits in each run, without a pattern. */
function scatter(index: number): number {
  return (Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(index + 7, 0x85ebca6b)) >>> 9;
}

/** The beginning of an answer, before its loop. */
export const INTRO =
  'Restart the router, then wait for the green light. If it stays red, call your provider.\n\n';

const PARAGRAPH = `${[
  'I have finished all steps of the plan, and the new mode works.',
  'The settings have a switch, the service shows a round icon, and a long press opens the menu.',
  'The picture goes to the model, and its suggestion is in the clipboard.',
  'The old way stays for people who cannot use the new one.',
].join(' ')}\n`;

const LIST = repeat(30, (index) => `${index + 1}. The tool of kind ${'abcdefghij'[index % 10]}\n`);

const BLOCK = `${[
  'Wait, does the second case hold?',
  'The left side grows by one, the right side by two, so the bound moves.',
  'If both are even, the sum is even, and the claim follows from the first lemma.',
  'If one is odd, we swap them and come back to the case before.',
  'So we need another argument for the border, where both are zero.',
].join('\n')}\n`;

/**
 * Loops of models. The repeated words are ours. `kept`: the text up to the end of the first repetition, or of
 * the second one where the first number is not yet known to count.
 */
export const loops: readonly (RepetitiveText & { readonly kept: string })[] = [
  {
    name: 'a sentence (google-gemini/gemini-cli #2552)',
    text: endless(() => 'The work is done, and I end here.\n', INTRO),
    kept: `${INTRO}The work is done, and I end here.`,
  },
  {
    name: 'a sentence in one line (microsoft/foundry-local #1006)',
    text: endless(() => 'We need to make a list. ', INTRO),
    kept: `${INTRO}We need to make a list.`,
  },
  {
    name: 'a word (PrimeIntellect-ai/prime-agent #1099)',
    text: endless(() => 'the ', `${INTRO}This is `),
    kept: `${INTRO}This is the`,
  },
  {
    name: 'a word with a sign (google-gemini/cookbook #327)',
    text: endless(() => 'None; '),
    kept: 'None;',
  },
  {
    name: 'a word joined to itself (ollama/ollama #2805)',
    text: endless(() => 'AREA-', INTRO),
    kept: `${INTRO}AREA-`,
  },
  {
    name: 'one sign (syv-ai/qwen38-27b-rtx3090 #8)',
    text: endless(() => '! ', INTRO),
    kept: `${INTRO}!`,
  },
  { name: 'one sign without spaces', text: endless(() => '!', INTRO), kept: `${INTRO}!` },
  { name: 'one digit', text: endless(() => '0'), kept: '0'.repeat(16) },
  {
    name: 'spaces and line ends (ggml-org/llama.cpp #8324)',
    text: endless(() => '            \n', INTRO),
    kept: INTRO.trimEnd(),
  },
  { name: 'line ends', text: endless(() => '\n', INTRO), kept: INTRO.trimEnd() },
  {
    name: 'a special token (ggml-org/llama.cpp #7421)',
    text: endless(() => '<s>', INTRO),
    kept: `${INTRO}<s>`,
  },
  {
    name: 'a closing tag (Jiayi-Pan/TinyZero #66)',
    text: endless(() => '</answer> ', INTRO),
    kept: `${INTRO}</answer>`,
  },
  {
    name: 'two emoji (QwenLM/Qwen3 #920)',
    text: endless(() => '😊🎉', 'See you! '),
    kept: 'See you! 😊🎉',
  },
  {
    name: 'a Chinese paragraph (ollama/ollama #3354)',
    text: endless(
      () => '这座城市有许多公园，也有一个很大的港口。每年春天都有很多人来这里旅游。\n\n',
    ),
    kept: '这座城市有许多公园，也有一个很大的港口。每年春天都有很多人来这里旅游。',
  },
  {
    name: 'a short Chinese sentence (deepseek-ai/DeepSeek-V3 #1550)',
    text: endless(() => '可以喝茶。'),
    kept: '可以喝茶。',
  },
  {
    name: 'a cycle of three lines (google-gemini/gemini-cli #15384)',
    text: endless(() => 'I start now.\nreplace_text\nrun_command\n\n', INTRO),
    kept: `${INTRO}I start now.\nreplace_text\nrun_command`,
  },
  {
    name: 'a paragraph (google-gemini/gemini-cli #4807)',
    text: endless(() => PARAGRAPH, INTRO),
    kept: `${INTRO}${PARAGRAPH.trimEnd()}`,
  },
  {
    name: 'a block of lines (QwenLM/qwen-code #1775)',
    text: endless(() => BLOCK, INTRO),
    kept: `${INTRO}${BLOCK.trimEnd()}`,
  },
  {
    name: 'a whole answer with a numbered list (anomalyco/opencode #16218)',
    text: endless(() => `${LIST}\n`, INTRO),
    kept: `${INTRO}${LIST.trimEnd()}`,
  },
  {
    name: 'a turn whose number counts (ggml-org/llama.cpp #19585)',
    text: endless((index) => `who are you\nassistant${index + 57}\n`, INTRO),
    kept: `${INTRO}who are you\nassistant57\nwho are you\nassistant58`,
  },
  {
    name: 'a step whose number counts',
    text: endless((index) => `Step ${index + 1}: Check the cable, then try again.\n`, INTRO),
    kept: `${INTRO}Step 1: Check the cable, then try again.\nStep 2: Check the cable, then try again.`,
  },
  {
    name: 'numbers that count',
    text: endless((index) => `${index + 1},`),
    kept: '1,2',
  },
  {
    name: 'a line of code (anomalyco/opencode #12716)',
    text: endless(() => 'console.log("ready");\n', '```js\n'),
    kept: '```js\nconsole.log("ready");',
  },
  {
    name: 'rows of a table whose number counts',
    text: endless(
      (index) => `| ${index + 1} | ready | yes |\n`,
      '| # | state | ok |\n|---|---|---|\n',
    ),
    kept: '| # | state | ok |\n|---|---|---|\n| 1 | ready | yes |\n| 2 | ready | yes |',
  },
];

/** Three sentences in no order: nothing repeats exactly (google-gemini/gemini-cli #13322). */
export const shuffledLoop = endless(
  (index) => ["I'll do it. ", "I'll start now. ", "I'll run it. "][scatter(index) % 3] ?? '',
  INTRO,
);

const FILE = repeat(
  120,
  (index) => `  const item${index} = compute(${scatter(index) % 97}, '${scatter(index) % 89}');\n`,
);

/** Answers that people asked for. */
export const legitimateTexts: readonly RepetitiveText[] = [
  {
    name: 'a multiplication table with 100 rows',
    text: repeat(100, (row) => `|${repeat(100, (column) => ` ${(row + 1) * (column + 1)} |`)}\n`),
  },
  {
    name: 'a table with equal cells (XiaomiMiMo/MiMo-Code #1441)',
    text: repeat(500, (index) => `| ${scatter(index) % 10_000} | yes | no | yes | no |\n`),
  },
  {
    name: 'a table with equal rows',
    text: repeat(600, () => '| yes | no | unknown |\n'),
  },
  {
    name: 'a truth table of eight variables',
    text: repeat(
      256,
      (row) => `|${repeat(8, (bit) => ` ${(row >> (7 - bit)) & 1} |`)} ${row % 3 ? 1 : 0} |\n`,
    ),
  },
  {
    name: 'CSV data with equal rows in code',
    text: `\`\`\`csv\n${repeat(700, () => '0,0,yes,Lisbon\n')}\`\`\``,
  },
  {
    name: 'a matrix of bits without code (Bike4Mind/bike4mind #1427)',
    text: repeat(64, (row) => `${repeat(60, (column) => `${scatter(row * 60 + column) & 1},`)}\n`),
  },
  {
    name: '100 lines of 100 zeros in code (Bike4Mind/bike4mind #1427)',
    text: `\`\`\`\n${repeat(100, () => `${'0'.repeat(100)}\n`)}\`\`\``,
  },
  {
    name: 'a dump of zeros',
    text: repeat(
      800,
      (index) =>
        `${(index * 16).toString(16).padStart(8, '0')}  ${'00 '.repeat(16)} |................|\n`,
    ),
  },
  {
    name: 'base64',
    text: Buffer.from(Array.from({ length: 60_000 }, (_, index) => scatter(index) & 255)).toString(
      'base64',
    ),
  },
  {
    name: 'a drawing of spaces (google-gemini/gemini-cli #18551)',
    text: `\`\`\`\n${repeat(60, (row) => `${' '.repeat(scatter(row) % 100)}*\n`)}\`\`\``,
  },
  {
    name: 'long rules between short sections',
    text: repeat(60, (index) => `Part ${scatter(index)}\n${'='.repeat(120)}\n`),
  },
  {
    name: 'a list with one long beginning (google-gemini/gemini-cli #18007)',
    text: repeat(
      400,
      (index) =>
        `- projects/example-12345/locations/north/services/${scatter(index).toString(36)}\n`,
    ),
  },
  {
    name: 'a file and its three corrected forms (adolfousier/opencrabs #788)',
    text: repeat(4, (index) => `Form ${index}:\n\`\`\`ts\n${FILE}// form ${index}\n\`\`\`\n`),
  },
  {
    name: 'code with many equal lines (google-gemini/gemini-cli #5144)',
    text: `\`\`\`py\n${repeat(100, (index) => `def task_${index}():\n    print("ready")\n    return True\n\n`)}\`\`\``,
  },
  {
    name: 'HTML with equal items and closing tags',
    text: `\`\`\`html\n${repeat(300, () => '  <li>\n    <a href="#">Item</a>\n  </li>\n')}\`\`\``,
  },
  {
    name: '500 rows of test data that count',
    text: `\`\`\`json\n${repeat(500, (index) => `{"id": ${index}, "name": "User ${index}", "mail": "user${index}@example.com"},\n`)}\`\`\``,
  },
  {
    name: 'a JSON array to translate (google-gemini/gemini-cli #19953)',
    text: repeat(
      400,
      (index) =>
        `  {"key": "text_${index}", "source": "${scatter(index).toString(36)}", "done": true},\n`,
    ),
  },
  {
    name: 'code with line numbers (google-gemini/gemini-cli #10620)',
    text: repeat(300, (index) => `${index + 1}: return;\n`),
  },
  {
    name: 'a story of 1,500 numbered sentences',
    text: repeat(1_500, (index) => `This is sentence number ${index + 1_000} of a story. `),
  },
  { name: 'a count to 1,000', text: repeat(1_000, (index) => `${index + 1}\n`) },
  { name: 'a count to 10,000', text: repeat(10_000, (index) => `${index + 1}, `) },
  { name: 'a word, 1,000 times', text: repeat(1_000, () => 'hello ') },
  { name: 'a sentence, 300 times', text: repeat(300, () => 'I will not talk in class.\n') },
  {
    name: 'a song of 99 verses',
    text: repeat(
      99,
      (index) =>
        `${99 - index} boats on the lake, ${99 - index} boats.\nOne goes home to the harbor town,\n${98 - index} boats on the lake.\n\n`,
    ),
  },
  {
    name: 'a poem with a refrain',
    text: repeat(
      40,
      (index) =>
        `${scatter(index).toString(36)} goes the ${scatter(index + 50).toString(36)}\nSo we sing, and the bells all ring,\nso we sing till the morning comes.\n\n`,
    ),
  },
  {
    name: 'a year of days',
    text: repeat(365, (index) => `Day ${index + 1}: 20 push-ups, 30 squats, rest\n`),
  },
];
