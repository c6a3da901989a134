import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listSources } from '../../../src/bot/answer/list-sources.ts';
import { parseMarkdown } from '../../../src/markdown/syntax/parse-markdown.ts';

const page = (name: string, title?: string) => ({
  url: `https://${name}.example/`,
  ...(title ? { title } : {}),
});

describe('listSources', () => {
  it('lists the pages with their titles, each once', () => {
    const pages = [page('a', 'A *great* page'), page('b'), page('a', 'Again')];
    assert.deepEqual(listSources('It opened in 1889.', pages, 'en'), [
      'Sources: [A \\*great\\* page](<https://a.example/>) · [b\\.example](<https://b.example/>)',
    ]);
  });

  it('shows brackets in titles as they are', () => {
    const [line = ''] = listSources('Yes.', [page('a', 'Paris (France) [2024]')], 'en');
    const parsed = JSON.stringify(parseMarkdown(line, { links: [], footnotes: [] }));
    assert.match(parsed, /"value":"Paris \(France\) \[2024\]"/);
  });

  it('lists nothing where the text leads to the pages itself', () => {
    assert.deepEqual(listSources('See [1].', [{ ...page('a'), mark: '1' }, page('b')], 'en'), []);
    assert.deepEqual(listSources('See [a](https://a.example/).', [page('a')], 'en'), []);
    assert.deepEqual(listSources('Hello.', [], 'en'), []);
  });

  it('lists the pages when what looks like a reference is code', () => {
    for (const text of ['Use `items[1]`.', '```\nitems[1]\n```\nDone.']) {
      const [line] = listSources(text, [{ ...page('a'), mark: '1' }], 'en');
      assert.equal(line, 'Sources: [a\\.example](<https://a.example/>)');
    }
  });

  it('stays short, however many and long the sources are', () => {
    const pages = Array.from({ length: 50 }, (_, index) => page(`a${index}`, 'x'.repeat(500)));
    const [line = ''] = listSources('Hello.', pages, 'en');
    assert.ok(line.length < 1_000);
    assert.equal(line.split(' · ').length, 8);

    const longAddress = { url: `https://a.example/${'x'.repeat(2_000)}` };
    assert.deepEqual(listSources('Hello.', [longAddress], 'en'), []);
  });
});
