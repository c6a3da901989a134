import type { UsageEntry, UsageNumbers } from '../../contracts/usage.ts';
import { cutAtWord } from '../../lib/cut-at-word.ts';
import { toOneLine } from '../../lib/to-one-line.ts';
import type { Texts } from '../../texts/en/index.ts';
import type { ChartDay } from './draw-chart.ts';
import type { UsageList } from './usage-view.ts';

type UsageTexts = Texts['usage'];

/** Cents say nothing about a month whose days are all below this. */
const FEW_USD = 0.1;
/** A space at which no line ends. */
const NO_BREAK = '\u00a0';

/** A list to show. */
interface EntryList {
  readonly list: UsageList;
  readonly most: number;
  /** Longer names are cut. */
  readonly nameLength: number;
  readonly texts: UsageTexts;
}

/** The numbers of some days: `12 answers; tokens: 34K in, 5K out; $0.12`. */
export function usageFacts(numbers: UsageNumbers, texts: UsageTexts): string {
  if (isNothing(numbers)) return texts.nothing;
  const { inputTokens, cachedInputTokens, outputTokens } = numbers;
  const cached = cachedInputTokens > 0 ? texts.short(cachedInputTokens) : undefined;
  const tokens = texts.tokens(texts.short(inputTokens), texts.short(outputTokens), cached);
  return texts.facts([texts.answers(numbers.answers), tokens, ...costFacts(numbers, texts)]);
}

/** A numbered list of the first `most` entries, and a line that counts the others. */
export function entryLines(
  entries: readonly UsageEntry[],
  { list, most, nameLength, texts }: EntryList,
): readonly string[] {
  const lines = entries.slice(0, most).map((entry, index) => {
    const tokens = texts.allTokens(texts.short(entry.inputTokens + entry.outputTokens));
    const facts = [texts.answers(entry.answers), tokens, ...costFacts(entry, texts)];
    return texts.entryLine(
      index + 1,
      entryName(entry, list, texts, nameLength),
      texts.facts(facts),
    );
  });
  const rest = entries.length - lines.length;
  return rest > 0 ? [...lines, '', texts.more(rest)] : lines;
}

/** The days of a month that have something: `3: $0.10 · 4: $0.30`. */
export function dayFacts(
  days: readonly ChartDay[],
  unit: 'usd' | 'tokens',
  texts: UsageTexts,
): string {
  const used = days
    .map(({ series, rest }, index) => ({
      day: index + 1,
      amount: series.reduce((sum, each) => sum + each, rest),
    }))
    .filter(({ amount }) => amount > 0);
  const isSmall = used.every(({ amount }) => amount < FEW_USD);
  const formatUsd = isSmall ? texts.usd : texts.cents;
  const format = unit === 'usd' ? formatUsd : texts.short;
  return used.map(({ day, amount }) => `${day}:${NO_BREAK}${format(amount)}`).join(`${NO_BREAK}· `);
}

/** Tells whether nothing was used. */
export function isNothing({ answers, attempts }: UsageNumbers): boolean {
  return answers === 0 && attempts === 0;
}

/** What is unknown is said to be unknown, and is never zero. */
function costFacts(numbers: UsageNumbers, texts: UsageTexts): readonly string[] {
  const { usd, unpricedAttempts, estimatedAttempts } = numbers;
  const written = texts.usd(usd);
  const isKnown = usd > 0 || unpricedAttempts === 0;
  const known = isKnown ? [estimatedAttempts > 0 ? texts.about(written) : written] : [];
  return unpricedAttempts > 0 ? [...known, texts.unpriced(unpricedAttempts)] : known;
}

/** People and services choose names: in code, a name is no link, no mention and no formatting. */
function entryName(
  { name, label }: UsageEntry,
  list: UsageList,
  texts: UsageTexts,
  maxCharacters: number,
): string {
  if (name === '') return list === 'server' ? texts.noServer : texts.noPerson;
  const shown = toOneLine(label ?? name).replaceAll('`', "'") || name;
  return `\`${cutAtWord(shown, maxCharacters)}\``;
}
