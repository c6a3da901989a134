import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { chartSeries, OTHERS } from '../../../src/console/page/chart-series.ts';
import type { UsageEntry } from '../../../src/contracts/usage.ts';

function entry(name: string, usd: number): UsageEntry {
  const tokens = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0 };
  const counts = { answers: 1, attempts: 1, unpricedAttempts: 0, estimatedAttempts: 0 };
  return { name, usd, images: 0, audioMs: 0, ...tokens, ...counts };
}

describe('the series of a chart', () => {
  test('divide each day by model, the dearest model first, and leave empty days empty', () => {
    const series = chartSeries(
      ['2026-11-01', '2026-11-02'],
      [entry('2026-11-01 a/cheap', 1), entry('2026-11-01 b/dear', 3)],
      'usd',
    );

    assert.deepEqual(series.names, ['b/dear', 'a/cheap']);
    assert.equal(series.highest, 4);
    assert.deepEqual(series.bars, [
      {
        day: '2026-11-01',
        parts: [
          { series: 0, value: 3 },
          { series: 1, value: 1 },
        ],
        total: 4,
      },
      { day: '2026-11-02', parts: [], total: 0 },
    ]);
  });

  test('put everything beyond five models together', () => {
    const models = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const entries = models.map((model, index) => entry(`2026-11-01 x/${model}`, 10 - index));

    const { names, bars } = chartSeries(['2026-11-01'], entries, 'usd');

    assert.deepEqual(names, ['x/a', 'x/b', 'x/c', 'x/d', 'x/e', OTHERS]);
    assert.deepEqual(bars[0]?.parts.at(-1), { series: 5, value: 5 + 4 });
  });

  test('count tokens and answers just as well', () => {
    const entries = [entry('2026-11-01 x/a', 0), entry('2026-11-01 x/b', 0)];

    assert.equal(chartSeries(['2026-11-01'], entries, 'tokens').highest, 30);
    assert.equal(chartSeries(['2026-11-01'], entries, 'answers').highest, 2);
  });

  test('lose nothing of a day, whatever the models are', () => {
    const amounts = fc.array(fc.tuple(fc.constantFrom(...'abcdefghij'), fc.nat(1_000)));
    fc.assert(
      fc.property(amounts, (list) => {
        const entries = list.map(([model, usd]) => entry(`2026-11-01 x/${model}`, usd));
        const { bars } = chartSeries(['2026-11-01'], entries, 'usd');
        assert.equal(
          bars[0]?.total,
          list.reduce((sum, [, usd]) => sum + usd, 0),
        );
      }),
    );
  });
});
