import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseMarkdown } from '../../../src/markdown/syntax/parse-markdown.ts';

const parse = (source: string) => parseMarkdown(source, { links: [], footnotes: [] });

/** The formulas of a text, in order. */
function findFormulas(source: string): string[] {
  const formulas: string[] = [];
  // Only to visit all nodes.
  JSON.stringify(parse(source), (_, value) => {
    if (value?.type === 'inlineMath' || value?.type === 'math') formulas.push(value.value);
    return value;
  });
  return formulas;
}

describe('formulas', () => {
  test('stand between dollars or brackets', () => {
    assert.deepEqual(findFormulas('$x_1$, $$y*z*$$, \\(a_b\\) and \\[c\\]'), [
      'x_1',
      'y*z*',
      'a_b',
      'c',
    ]);
    assert.deepEqual(findFormulas('$$ a\n= b $$'), ['a\n= b']);
  });

  test('may span several lines, in containers, too', () => {
    assert.deepEqual(findFormulas('$$\nx\n\n= 2\n$$\n\ntext'), ['x\n= 2']);
    assert.deepEqual(findFormulas('> \\[\n> x\n> \\]\nlazy'), ['x']);
    assert.deepEqual(findFormulas('- a\n  $$\n  x\n  $$\n- b'), ['x']);
    assert.deepEqual(findFormulas('$$\nstill open'), ['still open']);
  });

  test('that nothing closes end at a blank line before prose', () => {
    const typesOf = (source: string) => parse(source).map(({ type }) => type);
    assert.deepEqual(typesOf('$$\nx = 1\n\nThen *it* ends.\n\n- a'), ['math', 'paragraph', 'list']);
    assert.deepEqual(typesOf('\\[\nx\n\n- The first item'), ['math', 'list']);
    assert.deepEqual(typesOf('$$\nx = 1\n\n然后我们得到结果。'), ['math', 'paragraph']);
    assert.deepEqual(typesOf('> $$\n> x\n>\n> ## Next'), ['blockquote']);
    assert.deepEqual(findFormulas('$$\nx\n\n\\text{where } y\n\n$$'), ['x\n\\text{where } y']);
  });

  test('end at a closing mark that begins a line, whatever stands behind it', () => {
    const types = parse('$$\nx = 1\n$$ Then *it* ends.\nMore.').map(({ type }) => type);
    assert.deepEqual(types, ['math', 'paragraph', 'paragraph']);
    assert.deepEqual(findFormulas('\\[\nx\n\\] and $y$'), ['x', 'y']);
    assert.deepEqual(findFormulas('$$\nx = 1\n$$.\nNext'), ['x = 1.']);
  });

  test('are not seen in sums of money', () => {
    for (const text of [
      'costs $5 and $6',
      '$400-600K',
      'US$5 or $ 6 $',
      '\\$x\\$',
      '$5, $6',
      '`$x$`',
      '$x$1',
    ]) {
      assert.deepEqual(findFormulas(text), [], text);
    }
  });

  test('that nothing closes hide no other blocks', () => {
    assert.deepEqual(
      parse('\\[not a link](/x)\n- item\n\n$$ open\n\n# End').map(({ type }) => type),
      ['paragraph', 'list', 'paragraph', 'heading'],
    );
  });

  test('do not make a text with many dollars slow to parse', () => {
    assert.equal(parse('$x '.repeat(5_000)).length, 1);
  });
});

test('parseMarkdown resolves labels that are defined before the text', () => {
  const [paragraph] = parseMarkdown('[a] [^1] [b]', { links: ['A'], footnotes: ['1'] });
  assert.ok(paragraph?.type === 'paragraph');
  assert.deepEqual(
    paragraph.children.map(({ type }) => type),
    ['linkReference', 'text', 'footnoteReference', 'text'],
  );
});

test('parseMarkdown makes a rule of dashes under a paragraph, and a heading of equal signs', () => {
  const typesOf = (source: string) => parse(source).map(({ type }) => type);
  // markdown-it/markdown-it #213
  assert.deepEqual(typesOf('First.\n---\nSecond.'), ['paragraph', 'thematicBreak', 'paragraph']);
  assert.deepEqual(typesOf('First.\n-- \nSecond.'), ['paragraph']);
  assert.deepEqual(typesOf('Title\n===\nText.'), ['heading', 'paragraph']);
  assert.deepEqual(typesOf('---\ntitle: x\n---'), ['thematicBreak', 'paragraph', 'thematicBreak']);
  assert.deepEqual(typesOf('a | b\n--- | ---\n1 | 2'), ['table']);
});

test('parseMarkdown leaves the times of cron and the lines of a sum alone', () => {
  const typesOf = (source: string) => parse(source).map(({ type }) => type);
  // NousResearch/hermes-agent PR 28019
  for (const line of ['* * * * *', '* * * * * backup', '* 0 * * 1-5 run', '* 1,2 * */4 *'])
    assert.deepEqual(typesOf(`Use\n${line}\n\n${line}`), ['paragraph', 'paragraph'], line);
  assert.deepEqual(typesOf('* * *\n***\n* a'), ['thematicBreak', 'thematicBreak', 'list']);
  assert.deepEqual(typesOf('5 + 3\n+ 4\n= 12'), ['paragraph']);
  assert.deepEqual(typesOf('Buy:\n\n+ 4 pears\n+ 2 eggs'), ['paragraph', 'list']);
  assert.deepEqual(typesOf('Buy:\n+ pears\n\t+ 4 ripe ones'), ['paragraph', 'list']);
});

test('parseMarkdown needs no spaces around bold text in Chinese and Japanese', () => {
  for (const text of ['**注意：**不要', 'これは**「強調」**です']) {
    const [paragraph] = parse(text);
    assert.ok(paragraph?.type === 'paragraph');
    assert.ok(
      paragraph.children.some(({ type }) => type === 'strong'),
      text,
    );
  }
});

describe('marks', () => {
  test('may stand before and behind tabs in every order', () => {
    const marks = ['*', '+', '-', '1.', '>', '#', '|', 'a', '\t', '\n', '\n\n', ' '];
    const pairs = marks.flatMap((first) => marks.map((second) => first + second));
    const fours = pairs.flatMap((start) => pairs.map((end) => start + end));
    for (const text of fours.filter((four) => four.includes('\t')))
      assert.doesNotThrow(() => parse(`${text}x`));
  });
});
