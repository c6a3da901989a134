import { networkOf } from '../../lib/network-of.ts';
import { PLACES, type Place } from '../scopes/place.ts';
import type { ChartLook } from './chart-colours.ts';

/** Whose usage a person looks at: their own, or that of a place. `bot`: that of everybody. */
export type UsageOwner = 'me' | Exclude<Place, 'network'>;

/** The days that a person looks at. `month` also shows today. */
export type UsagePeriod = 'today' | 'month' | 'last';

/** The list that a person looks at. */
export type UsageList = 'model' | 'person' | 'server' | 'key';

/** What a person looks at. */
export interface UsageView {
  readonly owner: UsageOwner;
  readonly period: UsagePeriod;
  readonly list: UsageList;
  readonly look: ChartLook;
}

/** In the order of their buttons. */
export const USAGE_OWNERS: readonly UsageOwner[] = [
  'me',
  ...PLACES.filter((place) => place !== 'network'),
];
export const USAGE_PERIODS: readonly UsagePeriod[] = ['today', 'month', 'last'];
const LISTS: readonly UsageList[] = ['model', 'person', 'server', 'key'];
const LOOKS: readonly ChartLook[] = ['dark', 'light'];
/** The word that people type for everybody. */
const ALL = 'all';

/** The words that people type for an owner, a period and a look. */
export const USAGE_WORDS = {
  whose: USAGE_OWNERS.map(wordOf),
  days: USAGE_PERIODS,
  look: LOOKS,
} as const;

/** The lists of an owner. */
export function listsOf(owner: UsageOwner): readonly UsageList[] {
  if (owner === 'me') return ['model'];
  return owner === 'bot' ? LISTS : ['model', 'person'];
}

/** Reads what a person typed, in any order. `undefined`: there is a word that means nothing here. */
export function readTypedView(words: readonly string[], platform: string): UsageView | undefined {
  const view: { -readonly [Key in keyof UsageView]: UsageView[Key] } = {
    owner: 'me',
    period: 'month',
    list: 'model',
    look: networkOf(platform) === 'telegram' ? 'light' : 'dark',
  };
  for (const word of words.map((each) => each.toLowerCase())) {
    const owner = USAGE_OWNERS.find((each) => wordOf(each) === word);
    const period = USAGE_PERIODS.find((each) => each === word);
    const look = LOOKS.find((each) => each === word);
    if (owner) view.owner = owner;
    else if (period) view.period = period;
    else if (look) view.look = look;
    else return undefined;
  }
  return view;
}

/** Writes a view as a part of the id of a button. */
export function writeUsageView({ owner, period, list, look }: UsageView): string {
  return [owner, period, list, look].join(':');
}

/** The reverse of `writeUsageView`, whatever follows it. `undefined`: no button has such an id. */
export function readUsageView(text: string): UsageView | undefined {
  const words = text.split(':');
  const owner = USAGE_OWNERS.find((each) => each === words[0]);
  const period = USAGE_PERIODS.find((each) => each === words[1]);
  const list = LISTS.find((each) => each === words[2]);
  const look = LOOKS.find((each) => each === words[3]);
  if (!owner || !period || !list || !look) return undefined;
  return listsOf(owner).includes(list) ? { owner, period, list, look } : undefined;
}

function wordOf(owner: UsageOwner): string {
  return owner === 'bot' ? ALL : owner;
}
