import type { LimitState } from '../../contracts/limits.ts';
import type { UsageEntry, UsageGroup } from '../../contracts/usage.ts';
import { daysFrom } from '../../lib/page/days.ts';
import { element } from '../../lib/page/element.ts';
import type { ConsoleUsage } from '../protocol.ts';
import { announce } from './announce.ts';
import { amountOf, type ChartMeasure, chartSeries } from './chart-series.ts';
import type { ConsoleClient } from './console-client.ts';
import { type Column, dataTable } from './data-table.ts';
import { dayChart } from './day-chart.ts';
import { emptyLine } from './empty-line.ts';
import { formatUsd } from './format-usd.ts';
import { formatWhole } from './format-whole.ts';
import { limitList } from './limit-list.ts';
import { listPeriods } from './list-periods.ts';
import type { PageSection } from './page-section.ts';

/** The heading of each group, and the name of what belongs to none. */
const GROUPS: readonly (readonly [UsageGroup, string, string])[] = [
  ['model', 'By model', ''],
  ['person', 'By person', 'nobody'],
  ['server', 'By server', 'direct chats and groups'],
  ['channel', 'By channel', ''],
  ['key', 'By key', ''],
  ['purpose', 'By purpose', ''],
];
/** The largest ones matter. `npm run usage` has all. */
const MAX_ROWS = 20;

/** Creates the section that shows what was used, by day and by who and what used it. */
export function createUsageSection(client: ConsoleClient): PageSection {
  const period = element('select', { id: 'usage-period' });
  const measure = element(
    'select',
    { id: 'usage-measure' },
    element('option', { value: 'usd' }, 'Money'),
    element('option', { value: 'tokens' }, 'Tokens'),
    element('option', { value: 'answers' }, 'Answers'),
  );
  const content = element('div', { class: 'cards' });
  let usage: ConsoleUsage | undefined;
  let shown = { from: '', to: '' };
  let isFirst = true;

  function show(): void {
    if (usage) content.replaceChildren(...charts(usage, shown, measure.value as ChartMeasure));
  }

  async function load(): Promise<void> {
    const chosen = period.selectedOptions[0]?.dataset;
    const dates = chosen?.from ? `?from=${chosen.from}&to=${chosen.to}` : '';
    const answer = await client.read<ConsoleUsage>(`/api/usage${dates}`);
    if (period.options.length === 0) {
      for (const { title, from, to } of listPeriods(answer.today)) {
        period.append(element('option', { 'data-from': from, 'data-to': to }, title));
      }
      return load();
    }
    usage = answer;
    // Local models cost nothing, so their tokens say more.
    if (isFirst && answer.report.total.usd === 0) measure.value = 'tokens';
    isFirst = false;
    shown = { from: chosen?.from ?? answer.today, to: chosen?.to ?? answer.today };
    show();
  }

  period.addEventListener('change', () => void load().catch(announce));
  measure.addEventListener('change', show);
  return {
    id: 'usage',
    title: 'Usage',
    open: load,
    element: element(
      'div',
      { class: 'section' },
      element('h2', {}, 'Usage'),
      element(
        'p',
        { class: 'field' },
        element('label', { for: 'usage-period' }, 'Period'),
        period,
        element('label', { for: 'usage-measure' }, 'Show'),
        measure,
      ),
      content,
    ),
  };
}

function charts(
  { report, limits }: ConsoleUsage,
  { from, to }: { readonly from: string; readonly to: string },
  measure: ChartMeasure,
): readonly HTMLElement[] {
  const series = chartSeries([...daysFrom(from, to)], report.by['day model'] ?? [], measure);
  const total = amountOf(report.total, measure);
  const title = `${measure === 'usd' ? formatUsd(total) : `${formatWhole(total)} ${measure}`} in all`;
  const card = (heading: string, ...children: readonly Node[]) =>
    element(
      'section',
      { class: 'card wide', 'aria-label': heading },
      element('h3', {}, heading),
      ...children,
    );

  const tables = GROUPS.flatMap(([group, heading, none]) => {
    const entries = report.by[group] ?? [];
    return entries.length > 0 ? [card(heading, entryTable(heading, entries, none))] : [];
  });
  const unknown = report.total.unpricedAttempts;
  const notes =
    unknown > 0
      ? [emptyLine(`The cost of ${formatWhole(unknown)} requests is unknown: no price is known.`)]
      : [];
  return [
    card(
      'By day',
      series.highest > 0
        ? dayChart(title, series, measure)
        : emptyLine('Nothing was used in these days.'),
      ...notes,
    ),
    ...limitCard(limits, card),
    ...tables,
  ];
}

function limitCard(
  limits: readonly LimitState[],
  card: (heading: string, ...children: readonly Node[]) => HTMLElement,
): readonly HTMLElement[] {
  return limits.length > 0 ? [card('Limits', limitList(limits))] : [];
}

function entryTable(caption: string, entries: readonly UsageEntry[], none: string): HTMLElement {
  const columns: readonly Column<UsageEntry>[] = [
    { title: 'Name', cell: ({ name, label }) => label ?? (name || none) },
    { title: 'Money', isNumber: true, cell: moneyOf },
    { title: 'Answers', isNumber: true, cell: ({ answers }) => formatWhole(answers) },
    { title: 'Tokens read', isNumber: true, cell: ({ inputTokens }) => formatWhole(inputTokens) },
    { title: 'written', isNumber: true, cell: ({ outputTokens }) => formatWhole(outputTokens) },
  ];
  const more = entries.length - MAX_ROWS;
  const table = dataTable(caption, columns, entries.slice(0, MAX_ROWS));
  return more > 0
    ? element('div', {}, table, emptyLine(`And ${more} more. npm run usage lists all.`))
    : table;
}

function moneyOf({ usd, unpricedAttempts, attempts, estimatedAttempts }: UsageEntry): string {
  if (attempts > 0 && unpricedAttempts === attempts) return 'unknown';
  const about = estimatedAttempts > 0 ? '≈ ' : '';
  return `${about}${formatUsd(usd)}${unpricedAttempts > 0 ? ' + unknown' : ''}`;
}
