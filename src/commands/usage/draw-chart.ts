import { chartScale } from '../../lib/page/chart-scale.ts';
import { type ChartLook, chartColours } from './chart-colours.ts';
import { drawSigns, widthOfSigns } from './draw-signs.ts';

/** One month of usage, day by day. */
export interface Chart {
  readonly look: ChartLook;
  /** As `2026-11`. */
  readonly month: string;
  readonly unit: 'usd' | 'tokens';
  /** For each day of the month, the amounts of the largest five, in the same order each day. */
  readonly days: readonly ChartDay[];
  /** The number of series that have a name in the text: 1 to 5. */
  readonly seriesCount: number;
}

/** The amounts of one day. None is negative. */
export interface ChartDay {
  readonly series: readonly number[];
  /** Of all others together. */
  readonly rest: number;
}

/** A phone shows about 400 units in its width, so signs of this height can be read there. */
const WIDTH = 480;
const HEIGHT = 300;
const SIGN_HEIGHT = 11.5;
const TOP = 44;
const BOTTOM = 266;
const RIGHT = 466;
const LEFT_MARGIN = 14;
const SIGN_GAP = 8;
/** Of the room of a day, the rest is a gap. */
const BAR_SHARE = 0.74;
/** A day that used something is never invisible. */
const LEAST_BAR = 1.5;
/** Between two parts of a bar, where both are higher than it. */
const PART_GAP = 1;
const LABELED_DAYS = [1, 5, 10, 15, 20, 25, 30];
const LEGEND_BOX = 13;
const LEGEND_STEP = 40;
const LEGEND_Y = 14;
const LEGEND_FOOT = LEGEND_Y + (LEGEND_BOX + SIGN_HEIGHT) / 2;

/** A part of a bar. */
interface Part {
  readonly amount: number;
  readonly colour: string;
}

/** Draws a chart as SVG without fonts, words or links: rectangles, lines, and paths for digits. */
export function drawChart(chart: Chart): string {
  const colours = chartColours[chart.look];
  const totals = chart.days.map(({ series, rest }) => rest + sum(series));
  const { top, marks } = chartScale(Math.max(0, ...totals), chart.unit);
  const yOf = (value: number) => BOTTOM - ((BOTTOM - TOP) * value) / top;

  const labelWidth = Math.max(...marks.map(({ label }) => widthOfSigns(label, SIGN_HEIGHT)));
  const left = LEFT_MARGIN + labelWidth + SIGN_GAP;
  const dayWidth = (RIGHT - left) / chart.days.length;
  const signs = { height: SIGN_HEIGHT, colour: colours.signs };

  const axis = marks.flatMap(({ value, label }) => [
    line({ left, y: yOf(value), colour: value === 0 ? colours.signs : colours.grid }),
    drawSigns(label, {
      ...signs,
      anchor: 'end',
      x: left - SIGN_GAP,
      y: yOf(value) + SIGN_HEIGHT / 2,
    }),
  ]);
  const bars = chart.days.map((day, index) => {
    const x = left + dayWidth * (index + (1 - BAR_SHARE) / 2);
    return drawBar(partsOf(day, chart.look), { x, width: dayWidth * BAR_SHARE, yOf });
  });
  const days = LABELED_DAYS.filter((day) => day <= chart.days.length).map((day) =>
    drawSigns(`${day}`, {
      ...signs,
      anchor: 'middle',
      x: left + dayWidth * (day - 0.5),
      y: BOTTOM + SIGN_GAP + SIGN_HEIGHT,
    }),
  );

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${colours.ground}"/>`,
    ...drawLegend(chart, left),
    drawSigns(chart.month, { ...signs, anchor: 'end', x: RIGHT, y: LEGEND_FOOT }),
    ...axis,
    ...bars,
    ...days,
    '</svg>',
  ].join('');
}

/** The colours of 1 to 5; the text says whose they are. */
function drawLegend({ look, seriesCount }: Chart, left: number): readonly string[] {
  const { series, signs } = chartColours[look];
  return series.slice(0, seriesCount).flatMap((colour, index) => {
    const x = left + index * LEGEND_STEP;
    return [
      `<rect x="${round(x)}" y="${LEGEND_Y}" width="${LEGEND_BOX}" height="${LEGEND_BOX}" rx="3" fill="${colour}"/>`,
      drawSigns(`${index + 1}`, {
        x: x + LEGEND_BOX + SIGN_GAP * 0.75,
        y: LEGEND_FOOT,
        height: SIGN_HEIGHT,
        anchor: 'start',
        colour: signs,
      }),
    ];
  });
}

/** From the bottom: the largest of the month first, so that it is easy to compare. */
function partsOf({ series, rest }: ChartDay, look: ChartLook): readonly Part[] {
  const colours = chartColours[look];
  return [
    ...series.map((amount, index) => ({ amount, colour: colours.series[index] ?? colours.rest })),
    { amount: rest, colour: colours.rest },
  ].filter(({ amount }) => amount > 0);
}

/** The place of a bar. */
interface BarPlace {
  readonly x: number;
  readonly width: number;
  readonly yOf: (value: number) => number;
}

function drawBar(parts: readonly Part[], { x, width, yOf }: BarPlace): string {
  const height = BOTTOM - yOf(sum(parts.map(({ amount }) => amount)));
  const largest = parts.toSorted((a, b) => b.amount - a.amount)[0];
  if (!largest) return '';
  if (height < LEAST_BAR) {
    return rect({ x, width, y: BOTTOM - LEAST_BAR, height: LEAST_BAR, colour: largest.colour });
  }

  let reached = 0;
  return parts
    .map(({ amount, colour }, index) => {
      const bottom = yOf(reached);
      reached += amount;
      const full = bottom - yOf(reached);
      const gap = index < parts.length - 1 && full > PART_GAP * 3 ? PART_GAP : 0;
      return rect({ x, width, y: bottom - full + gap, height: full - gap, colour });
    })
    .join('');
}

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
}

function rect({ x, y, width, height, colour }: Rect): string {
  return `<rect class="bar" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${colour}"/>`;
}

function line({ left, y, colour }: { left: number; y: number; colour: string }): string {
  return `<path d="M${round(left)} ${round(y)}H${RIGHT}" stroke="${colour}" stroke-width="1"/>`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
