import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { ChartDay } from '../../../src/commands/usage/draw-chart.ts';
import { drawChart } from '../../../src/commands/usage/draw-chart.ts';

const WIDTH = 480;
const HEIGHT = 300;
const NOTHING: ChartDay = { series: [], rest: 0 };
const SVG_NUMBER = /^-?\d+(\.\d+)?$/;

const month = (...days: readonly ChartDay[]): readonly ChartDay[] =>
  Array.from({ length: 31 }, (_, index) => days[index] ?? NOTHING);

const draw = (days: readonly ChartDay[], unit: 'usd' | 'tokens' = 'usd') =>
  drawChart({ look: 'dark', month: '2026-11', unit, days, seriesCount: 5 });

interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function barsOf(svg: string): readonly Bar[] {
  return [...svg.matchAll(/<rect class="bar" ([^>]*)>/g)].map(([, fields = '']) => {
    const at = (name: string) => Number(new RegExp(`\\b${name}="([^"]*)"`).exec(fields)?.[1]);
    return { x: at('x'), y: at('y'), width: at('width'), height: at('height') };
  });
}

const amount = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 1e-9, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 1e12, noNaN: true }),
);
const day = fc.record({ series: fc.array(amount, { maxLength: 5 }), rest: amount });

describe('a chart', () => {
  test('has every bar in its box, and only numbers that are numbers, whatever was used', () => {
    fc.assert(
      fc.property(
        fc.array(day, { minLength: 28, maxLength: 31 }),
        fc.constantFrom('usd', 'tokens'),
        (days, unit) => {
          const svg = draw(days, unit);
          const bars = barsOf(svg);
          for (const { x, y, width, height } of bars) {
            assert.ok(x >= 0 && x + width <= WIDTH && width > 0, svg);
            assert.ok(y >= 43.9 && y + height <= HEIGHT && height >= 0, `${y} ${height}`);
          }
          const used = days.filter(({ series, rest }) => rest + Math.max(0, ...series) > 0);
          assert.ok(bars.length >= used.length);
          for (const [, value = ''] of svg.matchAll(/ (?:x|y|width|height)="([^"]*)"/g))
            assert.match(value, SVG_NUMBER);
          assert.doesNotMatch(svg, /NaN|Infinity|undefined|e-\d|<text|href/);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('has bars whose heights are in the proportion of what was used, in parts from the ground up', () => {
    const [small, large, ...parts] = barsOf(
      draw(month({ series: [1], rest: 0 }, { series: [4], rest: 0 }, { series: [2, 1], rest: 1 })),
    );
    assert.ok(small && large);
    assert.ok(Math.abs(large.height / small.height - 4) < 0.01);
    const [first, second, rest] = parts;
    assert.ok(first && second && rest && first.y > second.y && second.y > rest.y);
    assert.ok(Math.abs(rest.y - large.y) < 0.01);
  });

  test('shows a day that used little beside a day that used very much', () => {
    const bars = barsOf(draw(month({ series: [0.0001], rest: 0 }, { series: [500], rest: 0 })));
    assert.equal(bars.length, 2);
    assert.ok(bars.every(({ height }) => height >= 1));
  });

  test('of an empty month has an axis and no bars', () => {
    const svg = draw(month());
    assert.deepEqual(barsOf(svg), []);
    assert.match(svg, /^<svg .*<\/svg>$/);
  });
});
