import type { UsageEntry } from '../../contracts/usage.ts';

/** What a chart counts. */
export type ChartMeasure = 'usd' | 'tokens' | 'answers';

/** One part of a bar. */
export interface BarPart {
  /** The index of the series; the last one is everything else. */
  readonly series: number;
  readonly value: number;
}

/** The bar of one day. */
export interface DayBar {
  readonly day: string;
  readonly total: number;
  readonly parts: readonly BarPart[];
}

/** The bars of some days, divided into series. */
export interface ChartSeries {
  /** The names of the series, the largest first. */
  readonly names: readonly string[];
  readonly bars: readonly DayBar[];
  readonly highest: number;
}

/** More colors than this nobody tells apart. */
const MAX_SERIES = 5;
export const OTHERS = 'all others';

/** The number of an entry that a chart shows. */
export function amountOf(entry: Omit<UsageEntry, 'name' | 'label'>, measure: ChartMeasure): number {
  if (measure === 'tokens') return entry.inputTokens + entry.outputTokens;
  return entry[measure];
}

/**
 * Divides each day by model. `dayModels` are entries whose names are `<day> <provider/model>`. Days without usage have
 * an empty bar.
 */
export function chartSeries(
  days: readonly string[],
  dayModels: readonly UsageEntry[],
  measure: ChartMeasure,
): ChartSeries {
  const totals = new Map<string, number>();
  for (const entry of dayModels) {
    const { model } = splitName(entry.name);
    totals.set(model, (totals.get(model) ?? 0) + amountOf(entry, measure));
  }
  const ranked = [...totals].filter(([, total]) => total > 0).sort(([, a], [, b]) => b - a);
  const named = ranked.slice(0, MAX_SERIES).map(([model]) => model);
  const names = ranked.length > MAX_SERIES ? [...named, OTHERS] : named;

  const byDay = Map.groupBy(dayModels, ({ name }) => splitName(name).day);
  const bars = days.map((day) => dayBar(day, byDay.get(day) ?? [], named, measure));
  return { names, bars, highest: Math.max(0, ...bars.map(({ total }) => total)) };
}

function dayBar(
  day: string,
  entries: readonly UsageEntry[],
  named: readonly string[],
  measure: ChartMeasure,
): DayBar {
  const values = new Array<number>(named.length + 1).fill(0);
  for (const entry of entries) {
    const index = named.indexOf(splitName(entry.name).model);
    const series = index === -1 ? named.length : index;
    values[series] = (values[series] ?? 0) + amountOf(entry, measure);
  }
  const parts = values.map((value, series) => ({ series, value })).filter(({ value }) => value > 0);
  return { day, parts, total: parts.reduce((sum, { value }) => sum + value, 0) };
}

function splitName(name: string): { readonly day: string; readonly model: string } {
  const space = name.indexOf(' ');
  return { day: name.slice(0, space), model: name.slice(space + 1) };
}
