import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { createPlainDialect } from '../plain-dialect.ts';

function show(markdown: string, state: 'growing' | 'final' = 'final'): string {
  const pages = createPlainDialect(4_000).open().update(markdown, state);
  return pages.map(({ text }) => text).join('\n');
}

const REPORT = new URL('../../fixtures/reports/markdown/m10.oaicite.md', import.meta.url);
const GROK =
  '<grok:render card_id="1" type="render_inline_citation">\n<argument name="citation_id">3</argument>\n</grok:render>';

/** Marks in texts as people committed them to public repositories, shortened. */
const cases: readonly (readonly [tool: string, markdown: string, shown: string])[] = [
  ['ChatGPT', readFileSync(REPORT, 'utf8'), 'The tower is 330 m tall. It opened in 1889. See too.'],
  [
    'ChatGPT, without its signs of private use',
    'It sees most of it. citeturn4search5turn0search0\n\n## Why',
    'It sees most of it. \n\nWhy',
  ],
  [
    'ChatGPT, twice in a row',
    'Made by a service. :contentReference[oaicite:0]{index=0}:contentReference[oaicite:1]{index=1}, and so on',
    'Made by a service., and so on',
  ],
  [
    'ChatGPT, named things',
    'In \ue200entity\ue202["city","Paris","France"]\ue201 it rains.',
    'In Paris it rains.',
  ],
  ['DeepSeek', 'It works[citation:1][citation:12].', 'It works.'],
  ['Tencent Yuanbao', 'Two protocols are allowed. [3,6](@ref)', 'Two protocols are allowed. '],
  ["OpenAI's file search", 'It works【4:0†T1.pdf】【5†L3-L9】.', 'It works.'],
  [
    'Gemini',
    '[cite_start]**Good** [cite: 4, 5, 212]. [cite_start]More[cite: 230-234].',
    'Good. More.',
  ],
  [
    'Gemini, around a passage',
    'A claim [span_1](start_span)here[span_1](end_span).',
    'A claim here.',
  ],
  ['Grok', `Use the switch.${GROK} ${GROK} It works.`, 'Use the switch. It works.'],
  [
    'Grok, as cards',
    'Yes.<grok-card data-id="9" data-type="citation_card" ></grok-card> It works.',
    'Yes. It works.',
  ],
  [
    'Anthropic and Cohere',
    'By <cite index="1-2">Ann</cite> and <co: 0,1>Bob</co: 0,1>.',
    'By Ann and Bob.',
  ],
];

describe('citation marks', () => {
  for (const [tool, markdown, shown] of cases) {
    it(`of ${tool} are not shown`, () => assert.equal(show(markdown), shown));
  }

  it('stay in code, since an answer may be about them', () => {
    for (const code of ['【4†source】', '[cite: 1]', 'citeturn0search0', '<cite>']) {
      assert.equal(show(`\`${code}\``), code);
      assert.equal(show(`\`\`\`\n${code}\n\`\`\``), code);
    }
  });

  it('are no brackets, quotes or names of the text', () => {
    for (const text of ['【重要】这是', '【4】', 'Please cite: it helps', '[cited]', 'a citeturn'])
      assert.equal(show(text), text);
  });

  it('leave the space between words', () => {
    assert.equal(show('one [cite_start]two'), 'one two');
    assert.equal(show('one 【1†source】 two'), 'one two');
  });

  it('are not shown while they grow', () => {
    const text = `The tower【4:1†source】 \ue200cite\ue202turn0search0\ue201 stands${GROK}.`;
    for (let length = 1; length <= text.length; length += 1) {
      const shown = show(text.slice(0, length), 'growing');
      assert.doesNotMatch(shown, /[【†\ue200]|turn|argument/);
    }
  });
});
