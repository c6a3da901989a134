import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { latexToUnicode } from '../../../src/markdown/formulas/latex-to-unicode.ts';

function checkAll(cases: Readonly<Record<string, string | undefined>>): void {
  for (const [latex, expected] of Object.entries(cases))
    assert.equal(latexToUnicode(latex), expected, latex);
}

describe('latexToUnicode', () => {
  test('writes a simple formula as one line of characters', () =>
    checkAll({
      'E = mc^2': 'E = mc²',
      '\\frac{a+b}{2}': '(a+b) / 2',
      '\\frac{-b}{2a}': '(-b) / (2a)',
      '\\frac12': '1/2',
      'x_{i+1}': 'xᵢ₊₁',
      '\\sum_{i=1}^{n} i': '∑ᵢ₌₁ⁿ i',
      '\\int_0^\\infty e^{-x^2}\\,dx': '∫₀^∞ e^(-x²) dx',
      '\\sqrt{x^2+1} \\le \\sqrt[3]{8}': '√(x²+1) ≤ ∛8',
      'f: \\mathbb{R} \\to \\mathbb{C}': 'f: ℝ → ℂ',
      'O(n \\log n)': 'O(n log n)',
      '\\sin x + \\cos(x)': 'sin x + cos(x)',
      '\\text{if } x': 'if x',
      '\\vec{v}': 'v⃗',
      '50\\%': '50%',
    }));

  test('keeps together what a fraction or a root holds together', () =>
    checkAll({
      '2\\frac{22}{75}': '2 22/75',
      '6 \\div 2\\frac12': '6 ÷ (2 1/2)',
      '2\\frac{7}{3}': '2(7/3)',
      'k\\frac{a}{b}': 'k·(a/b)',
      '\\frac{a}{b}\\frac{c}{d}': '(a/b)(c/d)',
      '\\frac{\\frac{a}{b}}{c}': '(a/b) / c',
      '\\frac{s_1^2}{n_1}+\\frac{s_2^2}{n_2}': 's₁² / n₁ + s₂² / n₂',
      '\\frac{a}{b}^2': '(a/b)²',
      'a \\div \\frac{b}{c}': 'a ÷ (b/c)',
      '\\frac{n(n+1)}{2}': 'n(n+1) / 2',
      '\\frac{1}{\\text{a+b}}': '1/(a+b)',
      '|\\frac{a}{b}|': '|a/b|',
      '\\frac{a}{b}|x|': '(a/b)|x|',
      '\\sin\\frac{\\pi}{2}': 'sin(π/2)',
      '\\frac{1}{2}\\,\\text{km}': '1/2 km',
      '\\frac{d^2 y}{dx^2}': 'd²y/dx²',
      '\\sqrt{x}^2': '(√x)²',
      '\\sqrt{x^2}': '√(x²)',
      'x^3\\sqrt{y}': 'x³·√y',
      'a\\sqrt[n]{x}': 'a·ⁿ√x',
      '\\sqrt{2}(x)': '√2·(x)',
    }));

  test('shows where scripts end', () =>
    checkAll({
      'x^qy': 'x^(q)y',
      k_BT: 'k_B T',
      'x^{\\sin a}': 'x^(sin a)',
      'T_{\\text{cold}}^2': 'T_cold²',
      '2^{2^n}': '2^(2ⁿ)',
      "x_1'^2": 'x′₁²',
      '90^\\circ': '90°',
      '^{14}_6\\text{C}': '¹⁴₆C',
      '\\int\\limits_0^1 x': '∫₀¹ x',
    }));

  test('keeps names and words apart', () =>
    checkAll({
      'x\\sin y': 'x sin y',
      'a\\times b': 'a × b',
      '2\\pi r': '2πr',
      'x\\text{if}y': 'x if y',
      '\\text{Na}_2\\text{CO}_3': 'Na₂CO₃',
      '15\\,\\mathrm{cm}^2': '15 cm²',
      '\\mathbf{v} = v\\hat{u}': '𝐯 = vû',
      '\\phi = \\varphi': 'ϕ = φ',
      '1{,}000': '1,000',
      'a \\equiv b \\pmod{n}': 'a ≡ b (mod n)',
      '\\boxed{x = 5}': '[x = 5]',
      'गति = \\frac{दूरी}{समय}': 'गति = दूरी / समय',
      '速度 = \\frac{路程}{时间}': '速度 = 路程/时间',
      '\\text{السرعة} = \\frac{\\text{المسافة}}{\\text{الزمن}}': 'السرعة = المسافة/الزمن',
      'A \\xrightarrow{\\Delta} B': 'A —Δ→ B',
      '\\ce{Fe^{3+} + SO4^2-}': 'Fe³⁺ + SO₄²⁻',
      '\\left. \\frac{dy}{dx} \\right|_{x=0}': '(dy/dx)|ₓ₌₀',
    }));

  test('refuses what would mean something else, or nothing', () => {
    for (const latex of [
      ...['x^10', '10^-3', 'x_12', '{ab}^2', '{x^2}^3', 'x^(a+b)', 'x^a^b'],
      ...['\\sin\\frac{1}{2}x', '\\widehat{ABC}', '\\overrightarrow{AB}', '\\underbrace{a}_b'],
      ...['{n \\choose k}', '\\frac{a}{}', '\\sqrt{}', 'a % b', '50% \\text{$x$}'],
    ])
      assert.equal(latexToUnicode(latex), undefined, latex);
  });

  test('refuses a formula that needs more than one line of characters', () => {
    for (const latex of [
      '\\begin{matrix}a & b\\end{matrix}',
      'x^',
      '{',
      'a \\\\ b',
      '\\unknown',
      '\\constructor',
      '{'.repeat(9_999),
      '',
    ]) {
      assert.equal(latexToUnicode(latex), undefined);
    }
  });

  test('bounds the work for hostile formulas', () => {
    for (const part of [
      '{',
      '\\frac',
      '\\sqrt',
      '\\sqrt{',
      '^{',
      'x_',
      '\\left(',
      "'",
      '\\text{',
      '\\not',
      '|',
    ])
      latexToUnicode(part.repeat(2_000 / part.length));
    assert.equal(latexToUnicode('x'.repeat(3_000)), undefined);
  });
});
