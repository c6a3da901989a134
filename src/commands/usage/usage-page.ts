import type { CommandReply } from '../../contracts/command.ts';
import type { UsageReport } from '../../contracts/usage.ts';
import { capitalize } from '../../lib/capitalize.ts';
import { networkName } from '../../lib/network-name.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { monthOf } from '../../lib/page/days.ts';
import type { Texts } from '../../texts/en/index.ts';
import { textsIn } from '../../texts/index.ts';
import { nameOfPlace, type Reader } from '../scopes/place.ts';
import { limitLines } from './limit-lines.ts';
import { queryOfOwner } from './may-see-usage.ts';
import { SERIES, type ShownDays, showDays } from './show-days.ts';
import { usageControls } from './usage-controls.ts';
import { usageDays } from './usage-days.ts';
import { dayFacts, entryLines, isNothing, usageFacts } from './usage-facts.ts';
import type { UsageView } from './usage-view.ts';

/** What stands above and below the list. */
interface PageBlocks {
  readonly before: Block;
  readonly after: readonly Block[];
}

type Block = readonly string[];

/** The list is shorter where the text would not fit into one message, whose buttons replace all of it. */
const LISTS = [
  { most: 10, nameLength: 40 },
  { most: 5, nameLength: 40 },
  { most: 5, nameLength: 20 },
];
/** Discord takes 2,000, and marks of formatting count. */
const MAX_CHARACTERS = 1_850;

/** What was used, in words, with a picture of the month that shows the same, and buttons to look at something else. */
export async function usagePage(view: UsageView, reader: Reader): Promise<CommandReply> {
  const { channel, context } = reader;
  const { owner, period, list } = view;
  const texts = textsIn(context.language);
  const { usage } = texts;
  const today = context.usage.today();
  const days = usageDays(period, today);

  const report = await context.usage.report({ ...queryOfOwner(owner, reader), ...days }, [list]);
  const todays = period === 'month' ? await reportOfToday(owner, today, reader) : undefined;
  const title =
    owner === 'me'
      ? usage.ownTitle(networkName(channel.platform))
      : usage.placeTitle(nameOfPlace(owner, channel, texts));
  const shown =
    period === 'today' ? undefined : await showDays(view, reader, { report, days, title });

  const periodName = period === 'today' ? usage.periods.today : usage.month(monthOf(days.from));
  const line = (name: string, { total }: UsageReport) =>
    usage.periodLine(capitalize(name), usageFacts(total, usage));
  const before = [...(todays ? [line(usage.periods.today, todays)] : []), line(periodName, report)];
  const after = [
    shown?.file ? pictureBlock(report.by[list]?.length ?? 0, usage) : [],
    shown ? dayBlock(shown, usage) : [],
    isEstimated(report, todays) ? [usage.estimated] : [],
    await limitBlock(view, reader, texts),
  ];
  return omitUndefined({
    text: fitText(title, { before, after }, report, view, usage),
    controls: await usageControls(view, reader, texts),
    file: shown?.file,
  });
}

function reportOfToday(
  owner: UsageView['owner'],
  today: string,
  reader: Reader,
): Promise<UsageReport> {
  const query = { ...queryOfOwner(owner, reader), ...usageDays('today', today) };
  return reader.context.usage.report(query, []);
}

/** Joins the blocks around the longest list that fits. */
function fitText(
  title: string,
  { before, after }: PageBlocks,
  { total, by }: UsageReport,
  { list }: UsageView,
  texts: Texts['usage'],
): string {
  const written = LISTS.map((size) => {
    const entries = entryLines(by[list] ?? [], { ...size, list, texts });
    const listBlocks = isNothing(total) ? [] : [[`**${texts.by[list]}**`], entries];
    return [[`**${title}**`], before, ...listBlocks, ...after]
      .filter((block) => block.length > 0)
      .map((block) => block.join('\n'))
      .join('\n\n');
  });
  return written.find(({ length }) => length <= MAX_CHARACTERS) ?? written.at(-1) ?? '';
}

function pictureBlock(entryCount: number, { picture, pictureRest }: Texts['usage']): Block {
  return entryCount > SERIES ? [picture, pictureRest] : [picture];
}

function dayBlock({ days, unit }: ShownDays, usage: Texts['usage']): Block {
  const title = unit === 'usd' ? usage.usdByDay : usage.tokensByDay;
  return [`**${title}**`, '', dayFacts(days, unit, usage)];
}

async function limitBlock({ owner }: UsageView, reader: Reader, texts: Texts): Promise<Block> {
  const lines = await limitLines(owner, reader, texts);
  return lines.length > 0 ? [`**${texts.usage.limits}**`, '', ...lines] : [];
}

function isEstimated(...reports: readonly (UsageReport | undefined)[]): boolean {
  return reports.some((report) => (report?.total.estimatedAttempts ?? 0) > 0);
}
