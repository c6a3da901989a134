import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { latexToUnicode } from '../../../src/markdown/formulas/latex-to-unicode.ts';
import { computeLine } from './compute-line.ts';
import { computeTree, formulaTrees, writeLatex } from './formula-trees.ts';

const RUNS = 3_000;
const SEED = 10;
const VARIABLES = { a: 1.3, b: 2.7, q: 0.41, x: 3.9, π: 3.3 };
/** More formulas than this, in percent, must not be left as code. */
const MAX_CODE_PERCENT = 5;
const isClose = (left: number, right: number) =>
  Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left), Math.abs(right));

/** The same formula as other people write it. */
const VARIANTS: readonly ((latex: string) => string)[] = [
  (latex) => latex,
  (latex) => latex.replaceAll('\\left(', '(').replaceAll('\\right)', ')'),
  (latex) => latex.replaceAll('\\frac', '\\dfrac').replaceAll(' ', '  '),
  (latex) => latex.replaceAll(/\{(\d)\}/g, ' $1').replaceAll('\\times', '\\times{}'),
  (latex) => `{${latex.replaceAll(/(?<![a-z\\])([abqx])(?![a-z])/g, '{$1}')}}`,
  (latex) => latex.replaceAll('\\cdot', '\\, \\cdot \\,'),
];

test('a formula on one line has the value of the formula in LaTeX', () => {
  let codeCount = 0;

  fc.assert(
    fc.property(formulaTrees, fc.constantFrom(...VARIANTS), (tree, rewrite) => {
      const latex = rewrite(writeLatex(tree));
      const line = latexToUnicode(latex);
      if (line === undefined) {
        codeCount += 1;
        return;
      }

      const expected = computeTree(tree, VARIABLES);
      const found = computeLine(line, VARIABLES);
      if (Number.isFinite(expected))
        assert.ok(isClose(expected, found), `${latex} is shown as ${line}`);
    }),
    { numRuns: RUNS, seed: SEED },
  );
  assert.ok(codeCount <= (RUNS * MAX_CODE_PERCENT) / 100, `${codeCount} of ${RUNS} are code`);
});
