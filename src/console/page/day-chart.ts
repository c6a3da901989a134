import { chartScale } from '../../lib/page/chart-scale.ts';
import { drawing, element } from '../../lib/page/element.ts';
import type { ChartMeasure, ChartSeries, DayBar } from './chart-series.ts';
import { formatUsd } from './format-usd.ts';
import { formatCompact } from './format-whole.ts';

const WIDTH = 720;
const HEIGHT = 220;
const LEFT = 56;
const BOTTOM = 24;
const TOP = 10;
/** With more days, their numbers would overlap. */
const MOST_LABELS = 16;

/** Draws a bar for each day, divided by color. The tables below the charts have the same numbers for everybody. */
export function dayChart(
  title: string,
  { bars, names, highest }: ChartSeries,
  measure: ChartMeasure,
): HTMLElement {
  const format = measure === 'usd' ? formatUsd : formatCompact;
  const { top, marks } = chartScale(highest, measure === 'usd' ? 'usd' : 'tokens');
  const plotHeight = HEIGHT - TOP - BOTTOM;
  const slot = (WIDTH - LEFT) / Math.max(1, bars.length);
  const yOf = (value: number) => TOP + plotHeight * (1 - value / top);

  const grid = marks.map(({ value, label }) => {
    const y = yOf(value);
    return drawing(
      'g',
      { class: 'grid' },
      drawing('line', { x1: LEFT, x2: WIDTH, y1: y, y2: y }),
      drawing('text', { x: LEFT - 6, y: y + 4, 'text-anchor': 'end' }, label),
    );
  });
  const labelEvery = Math.ceil(bars.length / MOST_LABELS);
  const columns = bars.map((bar, index) => {
    const x = LEFT + slot * index;
    const hasLabel = index % labelEvery === 0;
    return drawing(
      'g',
      {},
      drawing('title', {}, `${bar.day}: ${format(bar.total)}`),
      ...barParts(bar, { x: x + slot * 0.15, width: slot * 0.7, yOf }),
      hasLabel
        ? drawing(
            'text',
            { x: x + slot / 2, y: HEIGHT - 6, 'text-anchor': 'middle' },
            String(Number(bar.day.slice(-2))),
          )
        : undefined,
    );
  });

  return element(
    'figure',
    { class: 'chart' },
    element('figcaption', {}, title),
    drawing(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': title },
      ...grid,
      ...columns,
    ),
    legend(names),
  );
}

function barParts(
  { parts }: DayBar,
  { x, width, yOf }: { x: number; width: number; yOf: (value: number) => number },
): readonly SVGRectElement[] {
  let below = 0;
  return parts.map(({ series, value }) => {
    const bottom = yOf(below);
    below += value;
    const y = yOf(below);
    return drawing('rect', { class: `series-${series}`, x, width, y, height: bottom - y });
  });
}

function legend(names: readonly string[]): HTMLElement {
  return element(
    'ul',
    { class: 'legend' },
    ...names.map((name, index) =>
      element('li', {}, element('span', { class: `swatch series-${index}` }), name),
    ),
  );
}
