import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { JudgedDialect } from './judged-dialect.ts';
import { judgedDiscordDialect } from './judged-discord.ts';
import { judgedTelegramDialect } from './judged-telegram.ts';
import { judgeFinal, judgeGrowth } from './judges.ts';

const SEED = 11;
const DOCUMENTS = 20;
const FRAMES = 10;

const cell = fc.constantFrom(
  ...['', '1', '12', 'a', 'Mars', '漢字', 'שלום', '**b**', '`c`', '-', '🙂', '\\|', '5 %', 'Who?'],
  ...['x<br>y', '[l](https://e.com/a_b)', 'https://e.com/x', '![i](https://e.com/i.png)'],
  ...['a sentence that is rather long for a phone', '__z__ 2*3', '@bob', 'main.py'],
);

const table = fc
  .integer({ min: 1, max: 5 })
  .chain((columns) =>
    fc.tuple(
      fc.array(cell, { minLength: columns, maxLength: columns }),
      fc.array(fc.array(cell, { minLength: 1, maxLength: columns + 1 }), { maxLength: 60 }),
    ),
  )
  .map(([head, body]) =>
    [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
  );

const documents = fc
  .array(fc.oneof(table, fc.constantFrom('Some words.', '- item\n- two', '> quote')), {
    minLength: 1,
    maxLength: 4,
  })
  .map((blocks) => blocks.join('\n\n'));

describeTables(judgedDiscordDialect);
describeTables(judgedTelegramDialect);

function describeTables<Page>(judged: JudgedDialect<Page>): void {
  describe(`tables of any cells, on ${judged.name},`, () => {
    test('lose nothing, also while they grow', () => {
      const samples = fc.sample(documents, { seed: SEED, numRuns: DOCUMENTS });

      for (const [index, markdown] of samples.entries()) {
        const name = `table ${index}`;
        const lengths = fc.sample(fc.nat(markdown.length), { seed: index, numRuns: FRAMES });
        const sorted = [...new Set(lengths)].sort((a, b) => a - b);

        assert.deepEqual(judgeFinal(judged, { name, markdown }), [], markdown);
        assert.deepEqual(judgeGrowth(judged, { name, markdown }, sorted).complaints, [], markdown);
      }
    });
  });
}
