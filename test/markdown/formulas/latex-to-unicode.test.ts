import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { latexToUnicode } from '../../../src/markdown/formulas/latex-to-unicode.ts';

describe('latexToUnicode', () => {
  test('writes a simple formula as one line of characters', () => {
    const cases = {
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
    };
    for (const [latex, expected] of Object.entries(cases))
      assert.equal(latexToUnicode(latex), expected);
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
});
