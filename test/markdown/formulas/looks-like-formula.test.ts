import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type FormulaMarks,
  looksLikeFormula,
} from '../../../src/markdown/formulas/looks-like-formula.ts';

const judge = (marks: FormulaMarks, sources: readonly string[]) =>
  sources.map((source) => [source, looksLikeFormula(source, marks)]);
const all = (sources: readonly string[], isFormula: boolean) =>
  sources.map((source) => [source, isFormula]);

describe('looksLikeFormula', () => {
  test('knows formulas by their short names, signs and commands', () => {
    const formulas = [
      ...[
        'x',
        'n!',
        '5',
        '0.5',
        '1,000',
        '-5',
        'x_1',
        "f'(x)",
        'O(n)',
        'f: A \\to B',
        '|x|',
        '50%',
      ],
      ...['E = mc^2', 'PV = nRT', 'y = mx + b', 'sin(x)', 'a mod n', 'n log n', '(a, b)', '[0, 1]'],
      ...['ABCD', '\\triangle ABC', '+', '<', '= 5', '\\ge 180', 'Na^+', '^{14}C', '\\{1, 2\\}'],
      ...[
        'F_{net} = ma',
        '速度=路程/时间',
        '\\text{if } x > 0',
        '\\norm{x}',
        '|\\psi\\rangle',
        "x'y'",
      ],
    ];
    assert.deepEqual(judge('dollar', formulas), all(formulas, true));
  });

  test('knows money, names and programs by their words and signs', () => {
    const others = [
      ...[
        '5 to 10',
        '5 or 6',
        '5M',
        '/PR is down but',
        '990/mo". The design',
        '5到10',
        '5，而B是10',
      ],
      ...[
        'PATH',
        'HOME/bin',
        'JAVA_HOME/bin:',
        'my_var',
        '{HOME}/',
        '{x}-',
        '(pwd)',
        '@',
        '<:',
        '?',
      ],
      ...[
        '.ajax(',
        'el.find(',
        'this->a = ',
        'a == b',
        'a = "b"',
        "a = '",
        'x;',
        'total = price * qty',
      ],
      ...['^foo', '|^b', '\\d+', 'foo\\+', '.*', '[^a]', 'x is less than y', 'and', 'Id'],
    ];
    assert.deepEqual(judge('dollar', others), all(others, false));
  });

  test('believes two dollars and brackets more', () => {
    const equations = ['speed = distance / time', 'x = 1.', 'y*z*'];
    assert.deepEqual(judge('double-dollar', equations), all(equations, true));
    const shell = [' and kill ', '; sleep 1; echo ', ' - ', '/', 'HOME/bin:', '), expensive ('];
    assert.deepEqual(judge('double-dollar', shell), all(shell, false));
  });

  test('knows escaped brackets from formulas', () => {
    const escaped = ['1', '12', 'x', 'optional', 'see note'];
    assert.deepEqual(judge('brackets', escaped), all(escaped, false));
    assert.deepEqual(
      judge('parentheses', [' and ', 'foo\\|bar']),
      all([' and ', 'foo\\|bar'], false),
    );
    const formulas = ['c', ' 42 ', 'x = 1', ' x '];
    assert.deepEqual(judge('brackets', formulas), all(formulas, true));
  });

  test('takes no longer for hostile texts than for others', () => {
    for (const part of ['\\', '{', '|', 'a ', '_{', '\\text{', 'a_', '((', "'", '.', 'aa bb '])
      assert.equal(typeof looksLikeFormula(part.repeat(500), 'dollar'), 'boolean');
  });
});
