import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { clipLines } from '../../../src/markdown/layout/clip-lines.ts';
import { createGrowingLayout } from '../../../src/markdown/layout/growing-layout.ts';
import { joinRuns } from '../../../src/markdown/layout/line.ts';
import { readCommonMarkExamples } from '../invariants/documents.ts';
import { showLines } from '../plain-dialect.ts';

const options = { isLink: (url: string) => url.startsWith('https:') };
const layOut = (markdown: string) => createGrowingLayout(options).update(markdown);
const show = (markdown: string) => showLines(layOut(markdown));

/** The search for the smallest failing text would take very long. */
const withTimeLimit = { interruptAfterTimeLimit: 20_000 };
const example = fc.constantFrom(...readCommonMarkExamples().map(({ markdown }) => markdown));
const documents = fc
  .array(example, { minLength: 1, maxLength: 6 })
  .map((examples) => examples.join('\n'));

/** The lines of a text that grows by `step` characters at a time. */
function layOutInPieces(markdown: string, step: number) {
  const layout = createGrowingLayout(options);
  for (let end = step; end <= markdown.length; end += step) layout.update(markdown.slice(0, end));
  return layout.update(markdown);
}

describe('the growing layout', () => {
  test('gives the same lines for a text in pieces as for the whole text', () => {
    fc.assert(
      fc.property(documents, (markdown) => {
        assert.deepEqual(layOutInPieces(markdown, 3), layOut(markdown));
      }),
      { numRuns: 60, seed: 3, ...withTimeLimit },
    );
  });

  test('gives the same lines in pieces for quotes and for long paragraphs', () => {
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
    const mixed = fc
      .array(inline, { minLength: 200, maxLength: 400 })
      .map((inlines) => inlines.join(' '));
    const plain = fc.constant('some *long* words and `code` '.repeat(90));
    const ending = fc.constantFrom(
      '',
      '\n===\n',
      '\n|-|\n',
      '\n- item',
      '\n\n[a]: https://x.org\n',
    );
    const longParagraphs = fc.tuple(fc.oneof(mixed, plain), ending).map((parts) => parts.join(''));
    const quotes = documents.map((markdown) => markdown.replace(/^/gm, '> '));

    fc.assert(
      fc.property(
        fc.oneof(longParagraphs, quotes),
        fc.integer({ min: 20, max: 200 }),
        (markdown, step) => {
          assert.deepEqual(layOutInPieces(markdown, step), layOut(markdown));
        },
      ),
      { numRuns: 40, seed: 5, ...withTimeLimit },
    );
  });

  test('keeps lines and their runs in the order of the source', () => {
    fc.assert(
      fc.property(documents, (markdown) => {
        let previousFrom = 0;
        for (const { from, runs } of layOut(markdown)) {
          assert.ok(from >= previousFrom);
          previousFrom = from;

          const offsets = runs.flatMap((run) => [run.from, ...(run.offsets ?? [])]);
          const sorted = offsets.toSorted((a, b) => a - b);
          assert.deepEqual(offsets, sorted);
        }
      }),
      { numRuns: 100, seed: 4, ...withTimeLimit },
    );
  });

  test('does not parse finished blocks and list items again', () => {
    const layout = createGrowingLayout(options);
    const markdown = 'one\n\n- two\n- three\n- four\n\n```\nfive\n';
    const unfinishedAfter = (ending: string) => {
      layout.update(markdown.slice(0, markdown.indexOf(ending) + ending.length));
      return markdown.slice(layout.unfinishedFrom);
    };

    assert.ok(unfinishedAfter('two\n').startsWith('- two'));
    assert.ok(unfinishedAfter('four\n').startsWith('- four'));
    assert.ok(unfinishedAfter('five\n').startsWith('```'));
  });

  test('does not parse finished blocks of a quote again', () => {
    const layout = createGrowingLayout(options);
    const quote = '> one\n>\n> two\n> - three';
    assert.equal(showLines(layout.update(quote)), '> one\n\n> two\n> - three');
    assert.equal(quote.slice(layout.unfinishedFrom), '> two\n> - three');
  });

  test('does not parse the beginning of a long paragraph again', () => {
    const layout = createGrowingLayout(options);
    const paragraph = 'Some **bold** words. '.repeat(200).trim();
    const [line, ...others] = clipLines(layout.update(paragraph), 0, paragraph.length);

    assert.ok(layout.unfinishedFrom > paragraph.length - 2_000);
    assert.equal(joinRuns(line?.runs ?? []), paragraph.replaceAll('*', ''));
    assert.deepEqual(others, []);
  });

  test('gives all rows of a table one form, whichever row decides about it', () => {
    for (const wideRow of [0, 30, 58])
      for (const [wideCell, kind] of [
        ['wide', 'code'],
        ['much too wide for the columns of a phone', 'text'],
      ]) {
        const rows = Array.from({ length: 60 }, (_, row) => {
          const value = row === wideRow ? wideCell : `**v${row}**`;
          return `| ${row} | the name of ${row} | \`code\` | ${value} |\n`;
        });
        const table = `| No | Name | Code | V |\n|---|---|---|---|\n${rows.join('')}`;
        const lines = layOutInPieces(`Intro.\n\n${table}\nEnd.`, 80).slice(1, -1);
        assert.deepEqual([...new Set(lines.map(({ leaf }) => leaf.kind))], [kind]);
        if (kind === 'text') continue;

        assert.equal(joinRuns(lines[1]?.runs ?? []), '───┼────────────────┼──────┼─────');
        for (const { runs } of lines) assert.match(joinRuns(runs), /^.{3}[│┼].{16}[│┼].{6}[│┼]/u);
      }
  });

  test('keeps the blank lines of long code, wherever it is finished', () => {
    const code = Array.from({ length: 80 }, (_, index) => `a = ${index}\n`).join('\n\n');
    for (const mark of ['', '- ', '> ', '> - ']) {
      const indent = mark.replace('- ', '  ');
      const text = `\`\`\`\n${code}\`\`\``.replaceAll('\n', `\n${indent}`);
      const lines = layOut(mark + text);
      assert.equal(lines.map(({ runs }) => joinRuns(runs)).join('\n'), code.trimEnd());
      assert.equal(new Set(lines.map(({ leaf }) => leaf)).size, 1);
    }
  });

  test('ends a long block where its last line closes it, wherever it is finished', () => {
    const words = 'letters '.repeat(150);
    const closedBlocks = [
      ['```js\n', '\n```'],
      ['```markdown\n```js\nx\n```\n', '\n```'],
      ['- a\n  ~~~\n  ', '\n  ~~~'],
      ['> ```\n> ', '\n> ```'],
      ['$$\n\\text{', '}\n$$'],
      ['\\begin{align}\n\\text{', '}\n\\end{align}'],
      ['# ', ''],
    ] as const;

    for (const [opening, closing] of closedBlocks)
      for (let more = 0; more < 320; more += 10) {
        const block = `${opening}${words}${'x'.repeat(more)}${closing}`;
        const last = layOut(`${block}\n\nBehind **it**.\n`).at(-1);
        const { leaf, containers = [], runs = [] } = last ?? {};
        assert.deepEqual(
          { leaf, containers, runs: runs.map(({ text }) => text) },
          { leaf: { kind: 'text' }, containers: [], runs: ['Behind ', 'it', '.'] },
          `${opening}… with ${more} more`,
        );
      }
  });

  test('keeps the blank line behind a block that goes on only with its last line', () => {
    for (let more = 140; more < 180; more += 1) {
      const code = `${'letters '.repeat(150)}${'x'.repeat(more)}`;
      const lines = layOut(`1. item\n   \`\`\`\n   ${code}\n   \`\`\`\n\n   Behind it.\n`);
      assert.equal(lines.at(-1)?.gap, 2, `${more} more`);
    }
  });

  test('goes on with a long task behind its first paragraph', () => {
    const lines = layOut(`- [ ] ${'letters '.repeat(190)}\n\n  Behind it.\n`);
    assert.deepEqual(
      lines.at(-1)?.containers.map(({ kind }) => kind),
      ['item'],
    );
  });

  test('ends code and formulas that end where a part is finished', () => {
    for (const [begin, end] of [
      ['```js\n', '```'],
      ['$$\n\\begin{x}\n', '$$'],
    ])
      for (const mark of ['', '- ', '> ']) {
        const indent = mark.replace('- ', '  ');
        for (let padding = 0; padding < 400; padding += 20) {
          const lines = 'let a = b[1]; // c\n'.repeat(10) + 'x'.repeat(padding);
          const text = `${begin}${lines}\n${end}\n\nAfter.`.replaceAll('\n', `\n${indent}`);
          const shown = layOut(`${mark}${text}\n\nEnd.`).slice(-2);
          assert.deepEqual(
            shown.map(({ leaf, runs }) => `${leaf.kind}: ${joinRuns(runs)}`),
            ['text: After.', 'text: End.'],
          );
        }
      }
  });

  test('keeps the fences in a document, wherever it is finished', () => {
    for (const mark of ['', '- ', '> ']) {
      const indent = mark.replace('- ', '  ');
      for (let padding = 0; padding < 300; padding += 10) {
        const code = 'let a = b[1]; // c\n'.repeat(8) + 'x'.repeat(padding);
        const inner = `# Title\n\nRun it:\n\n\`\`\`js\n${code}\n\`\`\`\n\nPlain:\n\`\`\`\nlet b\n\`\`\`\n\nlast`;
        const text = `\`\`\`markdown\n${inner}\n\`\`\``.replaceAll('\n', `\n${indent}`);
        const lines = clipLines(layOut(`${mark}${text}\n\nEnd.`), 0, 10_000);

        assert.equal(
          lines
            .slice(0, -1)
            .map(({ runs }) => joinRuns(runs))
            .join('\n'),
          inner,
        );
        assert.deepEqual([lines.at(-1)?.leaf.kind, lines.at(-1)?.runs[0]?.text], ['text', 'End.']);
      }
    }
  });

  test('keeps the lines of a complex formula', () => {
    assert.equal(show('$$\\begin{x}\na \\\\\nb\n\\end{x}$$'), '\\begin{x}\na \\\\\nb\n\\end{x}');
  });

  test('continues the numbers of a list after its finished items', () => {
    assert.equal(showLines(layOutInPieces('3. a\n3. b\n3. c\n3. d', 1)), '3. a\n4. b\n5. c\n6. d');
  });

  test('resolves a reference only if its label is defined before; otherwise it stays readable', () => {
    assert.equal(show('[a]: https://x.org\n\n[a]'), '[a]: https://x.org\n\na');
    const [run] = layOut('[a]: https://x.org\n\n[A]').at(-1)?.runs ?? [];
    assert.equal(run?.look.link?.url, 'https://x.org');
    assert.equal(
      show('[a][b]\n\n[b]: https://x.org\n\nend'),
      '[a][b]\n\n[b]: https://x.org\n\nend',
    );
    assert.equal(show('one[^1]\n\n[^1]: note'), 'one[1]\n\n- note');
  });

  test('shows nothing of a long address of a definition as text, and no link to a part of it', () => {
    const urlOf = (markdown: string) =>
      layOut(markdown)
        .flatMap(({ runs }) => runs)
        .findLast(({ text }) => text === 'a')?.look.link?.url;

    for (const length of [1_000, 2_300, 3_500, 9_000])
      for (const unit of ['abc/def-', '%C3%A9']) {
        const address = `https://x.org/${unit.repeat(length / 8)}`;
        const markdown = `[a]: ${address}\n\n[a]\n\nend`;
        const lines = layOut(markdown).map(({ runs }) => joinRuns(runs));
        const isWhole = lines[0] === `[a]: ${address}`;

        assert.deepEqual(lines, [isWhole ? lines[0] : '[a]: x.org/…', 'a', 'end']);
        assert.equal(urlOf(markdown), isWhole ? address : undefined);
        assert.ok(isWhole || length > 1_000);
      }
  });

  test('shows HTML that formats as formatting, and other tags as text', () => {
    assert.equal(show('<b>**x**</b> <c>**y**</c>'), 'x <c>y</c>');
    assert.equal(show('<details>\n# T\n</details>'), 'T');
    assert.equal(show('a<br>b'), 'a\nb');
  });

  test('shows the address of a link that the platform cannot link', () => {
    assert.equal(
      show('[a](localhost:1) [b](https://x.org) <x@y.org>'),
      'a (localhost:1) b x@y.org',
    );
    assert.equal(show('![](https://x.org/a.png) ![b](data:image/png;base64,AA)'), '🖼 a.png 🖼 b');
    assert.equal(show('[![build](https://x.org/b.svg)](https://ci.org)'), '🖼 build');
  });

  test('gives for each character its offset in the source', () => {
    const source = '> a &amp; \\*b\\*\n> `c` **d** &notanentity; e\n\n- ```\n    code\n  ```';

    for (const { runs } of layOut(source)) {
      for (const { text, from, offsets } of runs) {
        for (const [index, character] of [...text].entries()) {
          const offset = offsets?.[index] ?? from + index;
          assert.equal(source[offset], character, `${character} of ${text}`);
        }
      }
    }
  });
});
