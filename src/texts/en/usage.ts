import { amountsIn } from '../amounts-in.ts';
import { durationInWords } from '../durations.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

/** The sentences of `/usage`. Places stand after a colon, as in `settings.places`. */
export const usageTexts = {
  ...amountsIn('en'),
  ownTitle: (network: string) => `Your usage on ${network}`,
  placeTitle: (place: string) => `Usage: ${place}`,
  /** The days that people can look at: also the labels of buttons. */
  periods: { today: 'Today', month: 'This month', last: 'Last month' },
  periodLine: (period: string, facts: string) => `- **${period}**: ${facts}`,
  /** A numbered entry of a list. */
  entryLine: (number: number, name: string, facts: string) => `${number}. ${name}: ${facts}`,
  /** Divides what is counted. */
  facts: (facts: readonly string[]) => facts.join('; '),
  caption: (title: string, month: string) => `${title}, ${month}`,
  nothing: 'nothing',
  answers: (count: number) => plural(count, { one: 'answer', other: 'answers' }),
  /** The numbers are written out. Without `cached`, no tokens came from a cache. */
  tokens: (input: string, output: string, cached: string | undefined) =>
    `tokens: ${input} in${cached === undefined ? '' : ` (${cached} of them cached)`}, ${output} out`,
  allTokens: (tokens: string) => `tokens: ${tokens}`,
  /** Part of the dollars is an estimate. */
  about: (usd: string) => `≈ ${usd}`,
  unpriced: (count: number) =>
    `${plural(count, { one: 'request', other: 'requests' })} without a known price`,
  estimated: '≈: partly estimated, because a service did not say how much was used.',
  /** The ways to divide the usage: also the labels of buttons. */
  by: { model: 'By model', person: 'By person', server: 'By server', key: 'By key' },
  /** A part of the usage that belongs to no person, and one that belongs to no server. */
  noPerson: 'nobody, or people who deleted their data',
  noServer: 'outside of servers',
  more: (count: number) => `and ${count} more`,
  usdByDay: 'Dollars by day',
  tokensByDay: 'Tokens by day',
  picture: 'The numbers in the picture are those of this list.',
  /** More entries than have a number in the picture. */
  pictureRest: 'Grey is the rest.',
  limits: 'Limits',
  limitNames: {
    answersPerMinute: 'Answers per minute',
    answersPerDay: 'Answers per day',
    tokensPerDay: 'Tokens per day',
    usdPerDay: 'Dollars per day',
    usdPerMonth: 'Dollars per month',
    commandsPerMinute: 'Commands per minute',
  },
  /** A limit that counts in one place only. */
  limitIn: (name: string, place: string) => `${name}, ${place}`,
  limitLine: (
    name: string,
    { used, most, left }: { used: string; most: string; left: string },
    resetMs: number,
  ) => `- ${name}: ${used} of ${most}, ${left} left. Resets in ${durationInWords(resetMs, 'en')}.`,
  me: 'Me',
  howTo:
    'Write `/usage`, or add what to show: `here`, `server` or `all`, then `today`, `month` or `last`, and for the picture `dark` or `light`.',
  others:
    'These buttons are for the person who called the command. To see your own usage, send `/usage` yourself.',
};
