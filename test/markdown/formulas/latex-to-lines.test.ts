import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { latexToLines } from '../../../src/markdown/formulas/latex-to-lines.ts';

describe('latexToLines', () => {
  test('writes each row on a line, without the signs that align them', () => {
    assert.deepEqual(
      latexToLines(
        '\\begin{aligned}\na &= b && \\text{given} \\\\[4pt]\n  &\\le c\n\\end{aligned}.',
      ),
      ['a = b\u2003given', '≤ c.'],
    );
    assert.deepEqual(latexToLines('x = 1 \\\\ y = 2'), ['x = 1', 'y = 2']);
    assert.deepEqual(latexToLines('a\n= \\frac{b}\n{c}'), ['a = b/c']);
  });

  test('leaves what stands in columns', () => {
    for (const latex of [
      '\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}',
      'f = \\begin{cases} 1 & x > 0 \\\\ 0 & x \\le 0 \\end{cases}',
      '\\begin{aligned} a &= \\begin{cases} 1 \\\\ 2 \\end{cases} \\end{aligned}',
      'a & b',
      '\\left( a \\\\ b \\right)',
      '',
    ])
      assert.equal(latexToLines(latex), undefined, latex);
  });
});
