import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createReferenceLinker, linkReferences } from '../../../src/bot/answer/link-references.ts';
import { parseMarkdown } from '../../../src/markdown/syntax/parse-markdown.ts';

const NO_LABELS = { links: [], footnotes: [] };
const CITATIONS = [
  { url: 'https://a.example/', mark: '1' },
  { url: 'https://b.example/', mark: '2' },
  { url: 'https://c.example/', mark: 'ref_1' },
  { url: 'https://d.example/' },
];
const link = (text: string) => linkReferences(text, CITATIONS, 'final');
const A = '[&#91;1&#93;](<https://a.example/>)';
const B = '[&#91;2&#93;](<https://b.example/>)';

describe('linkReferences', () => {
  it('makes a link of each reference to a page that the back end named', () => {
    assert.equal(link('It opened in 1889[1][2].'), `It opened in 1889${A}${B}.`);
    assert.equal(link('So it is[ref_1].'), 'So it is[&#91;ref_1&#93;](<https://c.example/>).');
    assert.equal(link('DeepSeek says so[citation:2].'), `DeepSeek says so${B}.`);
    assert.equal(link('[3] is unknown, and so is [x].'), '[3] is unknown, and so is [x].');
  });

  it('shows the references with their brackets', () => {
    const text = 'It opened in 1889[1][2].\n\n[2]: https://x.example';
    const parsed = JSON.stringify(parseMarkdown(link(text), NO_LABELS));
    const labels = [...parsed.matchAll(/"value":"(\[\d\])"/g)].map(([, label]) => label);
    assert.deepEqual(labels, ['[1]', '[2]']);
  });

  it('leaves code, links and definitions as they are', () => {
    const unchanged = [
      '`items[1]`',
      '``a ` items[1]``',
      '```js\nitems[1]\n\nitems[2]\n```',
      '> ~~~\n> items[1]\n> ~~~',
      '    items[1]',
      '- ```js\n  let b;\n\n  items[1]\n  ```',
      'an open `items[1]',
      '[[1]](https://x.example)',
      '[1](https://x.example)',
      '[1]: https://x.example',
    ];
    for (const text of unchanged) assert.equal(link(text), text);
  });

  it('goes on behind code', () => {
    assert.equal(link('```\nitems[1]\n```\nSee [1].'), `\`\`\`\nitems[1]\n\`\`\`\nSee ${A}.`);
    assert.equal(link('an open `items[1]\n\nSee [1].'), `an open \`items[1]\n\nSee ${A}.`);
  });

  it('makes links in nested lists, which are indented like code', () => {
    const list = (one: string, two: string) =>
      `- In France:\n    - a tower ${one}\n\t1. a river ${two}`;
    assert.equal(link(list('[1]', '[2]')), list(A, B));
  });

  it('waits for the character behind a reference while the text grows', () => {
    assert.equal(linkReferences('See [1]', CITATIONS, 'growing'), 'See [1]');
    assert.equal(linkReferences('See [1]', CITATIONS, 'final'), `See ${A}`);
  });

  it('leaves a text without named pages as it is', () => {
    assert.equal(linkReferences('See [1].', [{ url: 'https://a.example/' }], 'final'), 'See [1].');
  });
});

describe('createReferenceLinker', () => {
  const pieces = fc.constantFrom(
    ...['[1]', '[2] ', '[', '](', 'word ', '`', '``', '```', '```js', '~~~', '> ', '- ', '    '],
    ...['\n', '\n\n', '\n\n\n', '\n \n', '\r\n'],
  );

  it('links the same as for the whole text, wherever the text is cut while it grows', () => {
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (all, step) => {
          const text = all.join('');
          const grow = createReferenceLinker();
          for (let end = step; end < text.length; end += step) {
            const part = text.slice(0, end);
            assert.equal(grow(part, CITATIONS), linkReferences(part, CITATIONS, 'growing'));
          }
        },
      ),
      { numRuns: 500, seed: 11 },
    );
  });

  it('begins anew when a source comes or the text is replaced', () => {
    const grow = createReferenceLinker();
    assert.equal(grow('[1][2]\n\nx', CITATIONS.slice(0, 1)), `${A}[2]\n\nx`);
    assert.equal(grow('[1][2]\n\nx', CITATIONS), `${A}${B}\n\nx`);
    assert.equal(grow('[2].', CITATIONS), `${B}.`);
  });
});
