import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseMarkdown } from '../../src/markdown/parse-markdown.ts';

const parse = (source: string) => parseMarkdown(source, { links: [], footnotes: [] });

function formulas(source: string): string[] {
  const found: string[] = [];
  JSON.stringify(parse(source), (_, value) => {
    if (value?.type === 'inlineMath' || value?.type === 'math') found.push(value.value);
    return value;
  });
  return found;
}

describe('formulas', () => {
  test('stand between dollars or brackets', () => {
    assert.deepEqual(formulas('$x_1$, $$y*z*$$, \\(a_b\\) and \\[c\\]'), [
      'x_1',
      'y*z*',
      'a_b',
      'c',
    ]);
    assert.deepEqual(formulas('$$ a\n= b $$'), ['a\n= b']);
  });

  test('stand over several lines, in containers too', () => {
    assert.deepEqual(formulas('$$\nx\n\n= 2\n$$\n\ntext'), ['x\n= 2']);
    assert.deepEqual(formulas('> \\[\n> x\n> \\]\nlazy'), ['x']);
    assert.deepEqual(formulas('- a\n  $$\n  x\n  $$\n- b'), ['x']);
    assert.deepEqual(formulas('$$\nstill open'), ['still open']);
  });

  test('sums of money are none', () => {
    for (const text of [
      'costs $5 and $6',
      '$400-600K',
      'US$5 or $ 6 $',
      '\\$x\\$',
      '$5, $6',
      '`$x$`',
      '$x$1',
    ]) {
      assert.deepEqual(formulas(text), [], text);
    }
  });

  test('an opening bracket that nothing closes hides nothing', () => {
    assert.deepEqual(
      parse('\\[not a link](/x)\n- item\n\n$$ open\n\n# End').map(({ type }) => type),
      ['paragraph', 'list', 'paragraph', 'heading'],
    );
  });

  test('many dollars do not take long', () => {
    assert.equal(parse('$x '.repeat(5_000)).length, 1);
  });
});

test('labels that were defined before count', () => {
  const [paragraph] = parseMarkdown('[a] [^1] [b]', { links: ['A'], footnotes: ['1'] });
  assert.ok(paragraph?.type === 'paragraph');
  assert.deepEqual(
    paragraph.children.map(({ type }) => type),
    ['linkReference', 'text', 'footnoteReference', 'text'],
  );
});

test('Chinese and Japanese need no spaces around what is bold', () => {
  for (const text of ['**注意：**不要', 'これは**「強調」**です']) {
    const [paragraph] = parse(text);
    assert.ok(paragraph?.type === 'paragraph');
    assert.ok(
      paragraph.children.some(({ type }) => type === 'strong'),
      text,
    );
  }
});
