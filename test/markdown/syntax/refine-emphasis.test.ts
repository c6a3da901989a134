import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseMarkdown } from '../../../src/markdown/syntax/parse-markdown.ts';
import { showTree } from './show-tree.ts';

/** Texts that show exactly as they were written, by where they come from. */
const LITERAL: Readonly<Record<string, readonly string[]>> = {
  'AtomicBot-ai/atomic-agent PR 392': ['G1*G2*G3, 20*log10(abs(15-1*25)), and 2*pi*5'],
  'letta-ai/lettabot PR 526': ['2*3*4 and 2 * 3 * 4'],
  'NousResearch/hermes-agent PR 49694': ['apples * 5, oranges * 3'],
  'NousResearch/hermes-agent PR 599': ['__init__ and __str__ in foo.__class__.__name__'],
  'telegramdesktop/tdesktop #3713': ['the key is ***** here'],
  'botfather-dev/formatter-chatgpt-telegram PR 21': ['a **** b', 'a *** *** b'],
  'mautrix/telegram #618': ['Kolleg*innen und Leser*innen'],
  products: ['a*b*c = d', 'width*height*depth', 'f(x)*g(x)*h', '(a+b)*(c+d)*(e+f)', '长*宽*高'],
  powers: ['x**2 + y**2', '2**10 and 2**n', '(a+b)**c + (d+e)**f', 'a**b + c**d'],
  programs: ['**kwargs and *args', 'int *a, *b', 'char **argv, **envp', 'void (*f)(int*)'],
  comments: ['/*comment*/ and /* a */ b /* c */'],
  wildcards: [
    '*.ts and *.js',
    '/etc/*/conf.d/*',
    '"*.ts" and "*.js"',
    "'*' or '*', (*) and (*)",
    '*.* and */*',
    'src/**/*.ts and test/**/*.ts',
    'rm -rf */node_modules/* now',
    '**/node_modules/** and **/dist/**, **/*.ts',
    'src/**/x/**',
  ],
  queries: ['SELECT * FROM a WHERE x*y > z*w', '(.*)foo(.*)', 'run * * * * * daily'],
  names: ['__dirname/__filename', '_id and _rev', 'snake_case_name', '_private_name_', '__FILE__'],
  paths: ['~/a~~b and c~~d', '~5 and ~10', 'a~b~c', 'src/__tests__/a', '__mocks__/b'],
  faces: ['-_- and *_* and ^_^ and >_<', '(*°▽°*) and (*^_^*)'],
  footnotes: ['price* and *Note: see there'],
};

/** Texts with formatting, and what they show. */
const FORMATTED: Readonly<Record<string, string>> = {
  'un**frigging**believable': 'un<b>frigging</b>believable',
  'un*believable* and *word*s': 'un<i>believable</i> and <i>word</i>s',
  // laurent22/joplin #5022, commonmark/commonmark-spec #840
  '**Step 1:**Do it. *Step 2:*Do it.': '<b>Step 1:</b>Do it. <i>Step 2:</i>Do it.',
  'Do it.**Step 2:**Do that. **Q:**What?**A:**That.':
    'Do it.<b>Step 2:</b>Do that. <b>Q:</b>What?<b>A:</b>That.',
  '**注意：**不要, 这是**强调**的, これは**「強調」**です':
    '<b>注意：</b>不要, 这是<b>强调</b>的, これは<b>「強調」</b>です',
  '例：*私が学生です。*（＝ほかの人）': '例：<i>私が学生です。</i>（＝ほかの人）',
  // MiniMax-AI/minimax-code #98
  '*Note\\_1*\\. **Costs**\\: *5*\\-6': '<i>Note_1</i>. <b>Costs</b>: <i>5</i>-6',
  // stablyai/orca #13330
  '**$148+ → $19**（省 **87%**）': '<b>$148+ → $19</b>（省 <b>87%</b>）',
  '**중요:**한국어 **중요**는': '<b>중요:</b>한국어 <b>중요</b>는',
  '**"quoted"**text, foo**"bar"**baz': '<b>"quoted"</b>text, foo<b>"bar"</b>baz',
  '*(a)*b': '<i>(a)</i>b',
  '**مهم:** نص **مهم**نص': '<b>مهم:</b> نص <b>مهم</b>نص',
  'นี่**สำคัญ**มาก และ **สำคัญ มาก**จริง': 'นี่<b>สำคัญ</b>มาก และ <b>สำคัญ มาก</b>จริง',
  '„**Wort**“ und **„Wort“**-Test': '„<b>Wort</b>“ und <b>„Wort“</b>-Test',
  '**H**yper**T**ext': '<b>H</b>yper<b>T</b>ext',
  '**10**x faster, **50%**of': '<b>10</b>x faster, <b>50%</b>of',
  '~~old~~new, ~~$10~~$5': '<s>old</s>new, <s>$10</s>$5',
  '**bold *it***, ***both***, *a **b***':
    '<b>bold <i>it</i></b>, <i><b>both</b></i>, <i>a <b>b</b></i>',
  // Of three signs, those that end nothing stay.
  '**a **b***, *a **b **c***': '**a <b>b</b>*, <i>a **b <b>c</b></i>',
  '*and*/*or*, **A**/**B**, **/help**: x':
    '<i>and</i>/<i>or</i>, <b>A</b>/<b>B</b>, <b>/help</b>: x',
  '_em_, __Strong text__, (_x_) and __Note__':
    '<i>em</i>, <b>Strong text</b>, (<i>x</i>) and <b>Note</b>',
  '"*quoted*" and (*bracketed*), *yes*!': '"<i>quoted</i>" and (<i>bracketed</i>), <i>yes</i>!',
};

describe('refineEmphasis', () => {
  for (const [source, texts] of Object.entries(LITERAL))
    for (const text of texts)
      test(`leaves the signs in “${text}” (${source})`, () => {
        assert.equal(showTree(text), text);
        // The same inside of a sentence, and behind another one.
        assert.equal(showTree(`See ${text}. It is *so*.`), `See ${text}. It is <i>so</i>.`);
      });

  for (const [text, shown] of Object.entries(FORMATTED))
    test(`formats “${text}”`, () => assert.equal(showTree(text), shown));

  test('looks at each run once, in whatever text', () => {
    for (const unit of ['2*3', 'a_b_', '*a ', 'a**b', '~~a'])
      assert.equal(parseMarkdown(unit.repeat(300), { links: [], footnotes: [] }).length, 1);
  });
});
