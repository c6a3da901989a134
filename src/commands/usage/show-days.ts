import type { AttachedPicture } from '../../contracts/dialect.ts';
import type { UsageQuery, UsageReport } from '../../contracts/usage.ts';
import { monthOf } from '../../lib/page/days.ts';
import { textsIn } from '../../texts/index.ts';
import type { Reader } from '../scopes/place.ts';
import { addUpDays } from './add-up-days.ts';
import { type ChartDay, drawChart } from './draw-chart.ts';
import { queryOfOwner } from './may-see-usage.ts';
import type { UsageView } from './usage-view.ts';

/** The days of a month as people see them: in words, and in a picture where one can be drawn. */
export interface ShownDays {
  readonly unit: 'usd' | 'tokens';
  readonly days: readonly ChartDay[];
  readonly file?: AttachedPicture;
}

/** The entries of a list that have a colour of their own in the picture. */
export const SERIES = 5;

/** What is known about a month before its days are added up. */
interface MonthToShow {
  readonly report: UsageReport;
  readonly days: Pick<UsageQuery, 'from' | 'to'>;
  /** Of the text; the caption of the picture begins with it. */
  readonly title: string;
}

/**
 * Adds up the days of a month, and draws them. `undefined`: no day used anything. A month without known prices is
 * shown in tokens.
 */
export async function showDays(
  { owner, list, look }: UsageView,
  reader: Reader,
  { report, days: range, title }: MonthToShow,
): Promise<ShownDays | undefined> {
  const { context } = reader;
  const { usd, inputTokens, outputTokens } = report.total;
  const unit = usd > 0 ? 'usd' : 'tokens';
  if (unit === 'tokens' && inputTokens + outputTokens === 0) return undefined;

  const month = monthOf(range.from);
  const names = (report.by[list] ?? []).slice(0, SERIES).map(({ name }) => name);
  const rows = context.usage.rows({ ...queryOfOwner(owner, reader), ...range });
  const days = await addUpDays(rows, { month, list, names, unit });

  const svg = drawChart({ look, month, unit, days, seriesCount: names.length });
  const drawn = await context.drawPicture(svg);
  if (!drawn) return { unit, days };

  const { usage: texts } = textsIn(context.language);
  const name = drawn.mime === 'image/png' ? 'usage.png' : 'usage.jpg';
  const caption = texts.caption(title, texts.month(month));
  return { unit, days, file: { name, picture: drawn.bytes, caption } };
}
