import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createGrowingLayout } from '../../../src/markdown/layout/growing-layout.ts';

const REPORTS = new URL('../../fixtures/reports/markdown/', import.meta.url);
const readReport = (name: string) => readFileSync(new URL(`${name}.md`, REPORTS), 'utf8').trim();

/** The lines of a text. Code stands between ‹ and ›, and a formula for the platform between ⟦ and ⟧. */
function show(markdown: string, nativeBlocks?: { maxTableColumns: number }): string {
  const options = { isLink: () => false, ...(nativeBlocks && { nativeBlocks }) };
  const lines = createGrowingLayout(options).update(markdown);
  return lines
    .map(({ leaf, runs }) => {
      const text = runs.map((run) => {
        if (run.look.math || leaf.kind === 'math') return `⟦${run.text}⟧`;
        return run.look.code || leaf.kind === 'code' ? `‹${run.text}›` : run.text;
      });
      return text.join('');
    })
    .join('\n');
}

type Case = readonly [source: string, markdown: string, shown: string];

/** Formulas of public reports. A number with `#` or PR is the report's. */
const FORMULAS: readonly Case[] = [
  [
    'sudoskys/telegramify-markdown #67, mixed numbers',
    readReport('m02.mixed-number'),
    'With space: 2 22/75, no space: 2 22/75, and 1 1/2 cups.',
  ],
  [
    'sudoskys/telegramify-markdown #67, PR 97, factors behind a fraction',
    readReport('m03.fraction-times'),
    'Kinetic energy is E = (1/2)mv², and (a/b)c is not a/(bc); 1/(2x), (1/2)x, √2·x and √(2x), √(ab)c.',
  ],
  [
    'sudoskys/telegramify-markdown PR 97',
    readReport('m19.left-dot'),
    '(dy/dx)|ₓ₌₀ and {1, 2} and 42 and a ≠ b, n mod 2, 50%, (n choose k)',
  ],
  [
    'sudoskys/telegramify-markdown #87, commands in exponents',
    String.raw`\(\lambda^φ\) and \(\lambda^\phi\) and \(\lambda+\phi\)`,
    'λᵠ and λᵠ and λ+φ',
  ],
  [
    'sudoskys/telegramify-markdown #35, words in a fraction',
    String.raw`\(\text{R} = \frac{\text{EXAMPLE}}{\text{Any}}\), $A = X × \left( (P)/100 \right) × (V)/365$`,
    'R = EXAMPLE/Any, A = X × ((P)/100) × (V)/365',
  ],
  [
    'botfather-dev/formatter-chatgpt-telegram #15',
    String.raw`$\frac{a+b}{c+d}$, $\sqrt{a^2 + b^2}$, $\sum_{i=1}^n i^2$, $\int_{0}^{\infty} e^{-x} \, dx = 1$, $\lim_{x \to 0} \frac{\sin x}{x} = 1$`,
    '(a+b) / (c+d), √(a² + b²), ∑ᵢ₌₁ⁿ i², ∫₀^∞ e⁻ˣ dx = 1, lim_(x→0) (sin x) / x = 1',
  ],
  [
    'botfather-dev/formatter-chatgpt-telegram #15, an environment without marks',
    '\\begin{bmatrix}\n1 & 0 \\\\\n0 & 1\n\\end{bmatrix}',
    '‹\\begin{bmatrix}›\n‹1 & 0 \\\\›\n‹0 & 1›\n‹\\end{bmatrix}›',
  ],
  [
    'botfather-dev/formatter-chatgpt-telegram #15, rows',
    '$$\n\\begin{align}\na^2 + b^2 &= c^2 \\\\\ne^{i\\pi} + 1 &= 0\n\\end{align}\n$$',
    'a² + b² = c²\ne^(iπ) + 1 = 0',
  ],
  [
    'goessner/mdmath #60, rows without marks',
    'So\n\\begin{align*}\n1 &= \\det I \\\\\n  &= \\det(Q^{T} Q) \\\\\n\\end{align*}\nholds.',
    'So\n1 = det I\n= det(Qᵀ Q)\nholds.',
  ],
  [
    'connorferster/handcalcs #10, distances between rows',
    '\\[\n\\begin{aligned}\na &= 2\\;\n\\\\[10pt]\nb &= 3\\;\n\\end{aligned}\n\\]',
    'a = 2\nb = 3',
  ],
  [
    'jgm/pandoc #3518, sums in exponents',
    String.raw`$\alpha^2 \cdot \alpha^{2+3} \equiv \alpha^7$`,
    'α² · α²⁺³ ≡ α⁷',
  ],
  ['phfaist/pylatexenc #36, products in exponents', '$e^{2x}$ is not $e^2x$', 'e²ˣ is not e²x'],
  ['vikhyat/latex-to-unicode #9, powers in exponents', '$x^{y^{z}}$, $x_y$', 'x^(yᶻ), x_y'],
  ['tomtung/latex2unicode #24 and #17', '$x_{n+1}$ and $e^+e^-$', 'xₙ₊₁ and e⁺e⁻'],
  ['svenkreiss/unicodeit #37 and #30', '$cm^{-1}$ and $X_{N-1}$', 'cm⁻¹ and X_(N-1)'],
  [
    'lobehub/lobehub #1787, chemistry',
    String.raw`$\ce{CO2 + H2O <=> H2CO3 <=> H+ + HCO3-}$`,
    'CO₂ + H₂O ⇌ H₂CO₃ ⇌ H⁺ + HCO₃⁻',
  ],
  [
    'NousResearch/hermes-agent PR 114953 and #13262, signs alone',
    String.raw`$\ge 180$, $A \rightarrow B$ and $\approx 50$`,
    '≥ 180, A → B and ≈ 50',
  ],
  ['GitLab and GitHub, with backticks', 'Of $`a^2+b^2=c^2`$.', 'Of a²+b²=c².'],
  ['GitHub, as a fence', '```math\nE = mc^2\n```\n\n```latex\nE\n```', 'E = mc²\n‹E›'],
  [
    'Chainlit/chainlit #1226, doubled backslashes',
    String.raw`So \\(x^2\\), \\[ \\frac{a}{b}c \\] too.`,
    'So x², (a/b)c too.',
  ],
  ['lines with list marks', '$$\\begin{aligned}\nx &= a \\\\\n- b\n\\end{aligned}$$', 'x = a\n- b'],
];

/** Texts with the marks of formulas that are none. They are shown as they are. */
const NO_FORMULAS: readonly (readonly [source: string, markdown: string])[] = [
  ['Mininglamp-OSS/octo-web PR 1090 and others', readReport('m15.shell-dollars')],
  ['omnigent-ai/omnigent PR 5013', 'But $/PR is down and $/session is up.'],
  [
    'omnigent-ai/omnigent PR 4026',
    "Variable '$LLM_KEY' of 'env:LLM_KEY'. Set $LLM_KEY or $OTHER_KEY.",
  ],
  [
    'NousResearch/hermes-agent PR 80331',
    `Of $VERIFIED_COUNT/$TOTAL_COUNT in $RESULTS, \${REPORT}.`,
  ],
  ['FerroxLabs/wayland PR 704', 'The $2k cohort, the $25-50k tier, $7 in front, $50k+, $5-10k.'],
  ['nimbalyst/nimbalyst #1385', 'It says "$990/mo". And then "$1,500 free".'],
  ['bobrware/bobrchat #114', '$25 is more than $24'],
  ['typora/typora-issues #1298', '$400 is certainly more than $300.'],
  [
    'danny-avila/LibreChat PR 15181',
    'From $2bn to at least $4bn, $100-$200, $3tn, US$5, $AAPL or $MSFT$.',
  ],
  ['thunderbird/thunderbolt PR 999', 'That is approx.$5 or approx.$10 each.'],
  [
    'shd101wyy/vscode-markdown-preview-enhanced #262',
    'With $true it is on. The default is $false.',
  ],
  ['newren/git-filter-repo #446', 'Copy to $MANDIR/man1/ and $BINDIR/ of $PREFIX.'],
  ['Steve2955/md2apkg #38', 'Use ps -p $$ and kill $$ or cd $HOME; echo $SHELL.'],
  ['xorbitsai/xagent PR 131', "Run echo $PATH / echo $HOME with '$PATH' / '$HOME'."],
  ['lobehub/lobehub #8553', 'Pay $1.50 for it, and $1.50 more; 5$ or 10$, 5 $ or 10 $.'],
  ['money', 'US$ 3–$4 million, $20/month … $30, $5 to 10$, C$5/A$6, $1,200–$1,500, $5M–$6M$'],
  ['money in Chinese', '价格从$5涨到10$，而B是$10元'],
  ['prices of restaurants', 'cheap ($), moderate ($$), dear ($$$), $$ - $$$ or $$–$$'],
  ['PHP and Perl', '$this->a = $b; $x = 5; $_ and @$list, $#a, $a . $b, $$name'],
  ['jQuery', '$.ajax() calls $el.find($x), $(document).ready() and $(this)'],
  ['make', '$@ and $<: $^ or $(CC) $(CFLAGS), $$HOME/bin:$$PATH'],
  ['templates', `Dear \${x} and \${y}, from \${a}-\${b} or \${a}/$b of $NAME$ and $Id$`],
  ['regular expressions', '^foo$ and ^bar$ or /^a$|^b$/ and $|$'],
  ['shell', 'Use $1 $2, $1,$2; "$@" $? $! $(pwd)/$(date) $((1+2))'],
  ['PowerShell', '$env:PATH or $PSVersionTable.PSVersion and $null -eq $x'],
];

describe('formulas', () => {
  for (const [source, markdown, shown] of FORMULAS)
    test(`mean the same when they are readable: ${source}`, () =>
      assert.equal(show(markdown), shown));

  test('are shown as they were written where the platform shows formulas', () => {
    const native = { maxTableColumns: 20 };
    assert.equal(
      show('$\\frac{a}{b}c$ costs $5 and $6.', native),
      '⟦\\frac{a}{b}c⟧ costs $5 and $6.',
    );
    assert.equal(show('```math\nx^2\n```', native), '⟦x^2⟧');
  });

  test('end at the limits of an escaped text', () => {
    // unslothai/unsloth PR 6914
    assert.equal(show('See \\[1\\], \\[optional\\] and \\[x\\].'), 'See [1], [optional] and [x].');
    assert.equal(show('Use \\( and \\), not `C:\\(x86)`.'), 'Use ( and ), not ‹C:\\(x86)›.');
  });

  test('stand beside sums of money', () => {
    // zulip/zulip #16367
    assert.equal(
      show('The profit is $5 if $5 < x \\le 10$ and $12 if $x > 14$.'),
      'The profit is $5 if 5 < x ≤ 10 and $12 if x > 14.',
    );
    assert.equal(show('设$x$，(1)$a>b$，**$y=2$**。'), '设x，(1)a>b，y=2。');
  });

  test('have their bars in cells of tables', () => {
    const table = '| a | b |\n|---|---|\n| $P(A\\|B)$ | $\\|x\\|$ |';
    assert.match(show(table).replaceAll(/[‹›]/g, ''), /P\(A\|B\) │ \|x\|/);
  });

  test('are not seen in code', () => {
    const report = readReport('m41.dollar-in-code');
    const lines = report.split('\n').filter((line) => line !== '' && !line.startsWith('```'));
    const shown = lines.map((line) =>
      line.replaceAll('`$', '‹$').replaceAll(/[$&]`/g, (end) => `${end[0]}›`),
    );
    assert.equal(show(report).replaceAll(/^‹|›$/gm, ''), shown.join('\n'));
  });
});

/** Beginnings and ends of formulas, between what may change the meaning of both. */
const PARTS = [
  ...['$', '$$', '$$\n', '\n$$\n', '\\(', '\\)', '\\[\n', '\\]\n', '```math\n', '```\n'],
  ...['\\begin{aligned}', '\\begin{align}\n', '\\end{align}\n', '\\end{aligned}$$\n'],
  ...[
    'x',
    '5',
    'PATH',
    '\\frac{a}{b}',
    '^2',
    '. ',
    ' ',
    '\n',
    '\n\n',
    'a &= b \\\\\n',
    '$x^2$',
    'th',
  ],
  ...['- ', '> ', '1. ', '| a |\n|---|\n'],
];
const mixtures = fc
  .array(fc.constantFrom(...PARTS), { minLength: 5, maxLength: 30 })
  .map((parts) => parts.join(''));

test('formulas in pieces are those of the whole text, in quotes and lists, too', () => {
  fc.assert(
    fc.property(mixtures, (markdown) => {
      const layout = createGrowingLayout({ isLink: () => false });
      for (let end = 4; end < markdown.length; end += 4) layout.update(markdown.slice(0, end));
      const whole = createGrowingLayout({ isLink: () => false }).update(markdown);
      assert.deepEqual(layout.update(markdown), whole);
    }),
    { numRuns: 30, seed: 1 },
  );
});

describe('the marks of formulas', () => {
  for (const [source, markdown] of NO_FORMULAS)
    test(`are text in ${source}`, () => {
      assert.equal(show(markdown).replaceAll(/[‹›]/g, ''), markdown);
    });
});
