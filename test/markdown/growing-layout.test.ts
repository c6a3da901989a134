import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createGrowingLayout } from '../../src/markdown/growing-layout.ts';
import { commonMarkExamples } from './invariants/documents.ts';
import { showLines } from './plain-dialect.ts';

const options = { isLink: (url: string) => url.startsWith('https:') };
const read = (markdown: string) => createGrowingLayout(options).update(markdown);
const shown = (markdown: string) => showLines(read(markdown));
/** To find the smallest text that fails could take for ever. */
const inTime = { interruptAfterTimeLimit: 20_000 };
const example = fc.constantFrom(...commonMarkExamples().map(({ markdown }) => markdown));
const documents = fc
  .array(example, { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join('\n'));

describe('the growing tree', () => {
  test('gives the same for a text in pieces as for the whole', () => {
    fc.assert(
      fc.property(documents, (markdown) => {
        const tree = createGrowingLayout(options);
        for (let end = 1; end <= markdown.length; end += 3) tree.update(markdown.slice(0, end));
        assert.deepEqual(tree.update(markdown), read(markdown));
      }),
      { numRuns: 60, seed: 3, ...inTime },
    );
  });

  test('also for quotes and for long paragraphs, of which the beginning is finished', () => {
    const inline = fc.constantFrom(
      'plain words',
      '**bold**',
      '`co de`',
      '[a](https://x.org)',
      '*',
      '[',
      '$5',
      'a | b',
      '1. x',
    );
    const long = fc
      .array(inline, { minLength: 200, maxLength: 400 })
      .map((parts) => parts.join(' '));
    const plain = fc.constant(`${'some *long* words and `code` '.repeat(90)}`);
    const end = fc.constantFrom('', '\n===\n', '\n|-|\n', '\n- item', '\n\n[a]: https://x.org\n');
    const paragraph = fc.tuple(fc.oneof(long, plain), end).map((parts) => parts.join(''));
    const quote = documents.map((markdown) => markdown.replace(/^/gm, '> '));
    fc.assert(
      fc.property(
        fc.oneof(paragraph, quote),
        fc.integer({ min: 20, max: 200 }),
        (markdown, step) => {
          const tree = createGrowingLayout(options);
          for (let to = step; to <= markdown.length; to += step) tree.update(markdown.slice(0, to));
          assert.deepEqual(tree.update(markdown), read(markdown));
        },
      ),
      { numRuns: 40, seed: 5, ...inTime },
    );
  });

  test('its lines and what is on them stand in the order of the source', () => {
    fc.assert(
      fc.property(documents, (markdown) => {
        let last = 0;
        for (const line of read(markdown)) {
          assert.ok(line.from >= last);
          last = line.from;
          const offsets = line.runs.flatMap((run) => [run.from, ...(run.offsets ?? [])]);
          assert.deepEqual(
            offsets,
            offsets.toSorted((a, b) => a - b),
          );
        }
      }),
      { numRuns: 100, seed: 4, ...inTime },
    );
  });

  test('leaves finished blocks and list items alone', () => {
    const tree = createGrowingLayout(options);
    const text = 'one\n\n- two\n- three\n- four\n\n```\nfive\n';
    const openFrom = (end: string) => {
      tree.update(text.slice(0, text.indexOf(end) + end.length));
      return text.slice(tree.unfinishedFrom);
    };
    assert.ok(openFrom('two\n').startsWith('- two'));
    assert.ok(openFrom('four\n').startsWith('- four'));
    assert.ok(openFrom('five\n').startsWith('```'));
  });

  test('leaves finished blocks of a quote and the beginning of a long paragraph alone', () => {
    const tree = createGrowingLayout(options);
    const quote = '> one\n>\n> two\n> - three';
    assert.equal(showLines(tree.update(quote)), '> one\n\n> two\n> - three');
    assert.equal(quote.slice(tree.unfinishedFrom), '> two\n> - three');
    const paragraph = 'Some **bold** words. '.repeat(200).trim();
    const long = createGrowingLayout(options);
    const [line, ...more] = long.update(paragraph);
    assert.ok(long.unfinishedFrom > paragraph.length - 2_000);
    assert.equal(line?.runs.map(({ text }) => text).join(''), paragraph.replaceAll('*', ''));
    assert.deepEqual(more, []);
  });

  test('a formula that is not simple keeps its lines', () => {
    assert.equal(shown('$$\\begin{x}\na \\\\\nb\n\\end{x}$$'), '\\begin{x}\na \\\\\nb\n\\end{x}');
  });

  test('numbers go on over items that are finished', () => {
    const tree = createGrowingLayout(options);
    const text = '3. a\n3. b\n3. c\n3. d';
    for (let end = 1; end <= text.length; end += 1) tree.update(text.slice(0, end));
    assert.equal(showLines(tree.update(text)), '3. a\n4. b\n5. c\n6. d');
  });

  test('a reference counts with what was defined before; all else is readable', () => {
    assert.equal(shown('[a]: https://x.org\n\n[a]'), '[a]: https://x.org\n\na');
    const [run] = read('[a]: https://x.org\n\n[A]').at(-1)?.runs ?? [];
    assert.equal(run?.look.link?.url, 'https://x.org');
    assert.equal(
      shown('[a][b]\n\n[b]: https://x.org\n\nend'),
      '[a][b]\n\n[b]: https://x.org\n\nend',
    );
    assert.equal(shown('one[^1]\n\n[^1]: note'), 'one[1]\n\n- note');
  });

  test('raw HTML is text, with the Markdown in it formatted', () => {
    assert.equal(shown('<b>**x**</b>'), '<b>x</b>');
    assert.equal(shown('<details>\n# T\n</details>'), '<details>\nT\n</details>');
    assert.equal(shown('a<br>b'), 'a\nb');
  });

  test('links that the platform does not know show their address', () => {
    assert.equal(
      shown('[a](localhost:1) [b](https://x.org) <x@y.org>'),
      'a (localhost:1) b x@y.org',
    );
    assert.equal(shown('![](https://x.org/a.png) ![b](data:image/png;base64,AA)'), '🖼 a.png 🖼 b');
    assert.equal(shown('[![build](https://x.org/b.svg)](https://ci.org)'), '🖼 build');
  });

  test('a table is set in columns, in every script', () => {
    assert.equal(
      shown('| a | 名前 | 🙂 |\n|:-:|---|--:|\n| long | b | 1 |\n| `c` | 漢字漢 | 23 |'),
      ' a   │ 名前   │ 🙂\n─────┼────────┼───\nlong │ b      │  1\n c   │ 漢字漢 │ 23'.replace(
        '─────┼────────┼───',
        '─────┼────────┼───',
      ),
    );
  });

  test('a table that is too wide, or has links, is a list', () => {
    assert.equal(
      shown(`| a | b |\n|---|---|\n| 1 | ${'x'.repeat(40)} |\n| 2 | |`),
      `- a: 1\n: b: ${'x'.repeat(40)}\n- a: 2`,
    );
    assert.equal(shown('| a | b |\n|---|---|\n| [c](https://x.org) | d |'), '- a: c\n: b: d');
  });

  test('every place in the text is found in the source', () => {
    const source = '> a &amp; \\*b\\*\n> `c` **d** &notanentity; e\n\n- ```\n    code\n  ```';
    for (const { runs } of read(source)) {
      for (const { text, from, offsets } of runs) {
        [...text].forEach((sign, index) => {
          const at = offsets?.[index] ?? from + index;
          assert.equal(source[at], sign, `${sign} of ${text}`);
        });
      }
    }
  });
});
