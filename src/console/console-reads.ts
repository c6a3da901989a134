import type { Channel } from '../contracts/chat-message.ts';
import type { UsageGroup } from '../contracts/usage.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { addDays, isDay } from '../lib/page/days.ts';
import { RequestError } from '../lib/web/request-error.ts';
import type { ConsoleSources } from './console-sources.ts';
import type { LiveState } from './live-state.ts';
import type { ConsoleModels, ConsoleSettings, ConsoleTurns, ConsoleUsage } from './protocol.ts';
import { toShownText } from './to-shown.ts';
import type { Trail } from './trail.ts';
import { ENDED_STATES, type TrailRecord } from './trail-record.ts';

/** Answers one address. */
export type ConsoleRead = (query: URLSearchParams) => Promise<unknown>;

/** What the reads take their answers from. */
interface ReadParts {
  readonly sources: ConsoleSources;
  readonly live: Pick<LiveState, 'findChannel'>;
  readonly trail: Promise<Trail>;
  readonly showsText: boolean;
}

const GROUPS: readonly UsageGroup[] = [
  'day',
  'day model',
  'model',
  'person',
  'channel',
  'server',
  'key',
  'purpose',
];
const SCOPE = /^[\w@:/-]{1,100}$/;
const CURSOR = /^\d{1,15}$/;
/** Usage is kept for 13 months. */
const MOST_DAYS = 400;

/** Creates the reads, by the last part of their address. */
export function createConsoleReads(parts: ReadParts): ReadonlyMap<string, ConsoleRead> {
  const { sources, live } = parts;

  async function models(): Promise<ConsoleModels> {
    const { models: router } = sources;
    return { defaultModel: router.defaultModel, models: await router.models() };
  }

  async function usage(query: URLSearchParams): Promise<ConsoleUsage> {
    const today = sources.usage.today();
    const from = query.get('from') ?? today;
    const to = query.get('to') ?? today;
    const isPeriod = isDay(from) && isDay(to) && from <= to && to <= addDays(from, MOST_DAYS);
    if (!isPeriod) throw new RequestError(400, 'These days make no sense.');
    const scope = textOf(query, 'scope', SCOPE);
    const report = await sources.usage.report(omitUndefined({ from, to, scope }), GROUPS);
    return { today, report, limits: sources.limits.totals() };
  }

  async function turns(query: URLSearchParams): Promise<ConsoleTurns> {
    const before = textOf(query, 'before', CURSOR);
    const word = query.get('state');
    const state = ENDED_STATES.find((each) => each === word);
    if (word !== null && !state) throw new RequestError(400, 'There is no such state.');
    const trail = await parts.trail;
    const page = await trail.page({ before: before ? Number(before) : undefined, state });
    const shown = parts.showsText ? await withText(page.turns, sources) : page.turns;
    return omitUndefined({ turns: shown, before: page.before?.toString() });
  }

  async function settings(query: URLSearchParams): Promise<ConsoleSettings> {
    const platform = query.get('platform') ?? '';
    const id = query.get('channel') ?? '';
    if (platform !== '' && !sources.platforms.includes(platform))
      throw new RequestError(400, 'There is no such platform.');
    const unseen: Channel = { platform, id, kind: 'group' };
    const channel = live.findChannel(platform, id) ?? unseen;
    return {
      origins: sources.settings.explain(channel),
      values: { ...sources.settings.of(channel) },
    };
  }

  return new Map<string, ConsoleRead>([
    ['models', models],
    ['usage', usage],
    ['turns', turns],
    ['settings', settings],
    ['file', () => sources.file.read()],
  ]);
}

/** @throws A `RequestError` when the value has another form. */
function textOf(query: URLSearchParams, name: string, form: RegExp): string | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (!form.test(value)) throw new RequestError(400, `The value of ${name} makes no sense.`);
  return value;
}

async function withText(records: readonly TrailRecord[], sources: ConsoleSources) {
  const stored = await sources.readTurns(records.map(({ turnId }) => turnId));
  return records.map((record, index) => {
    const turn = stored[index];
    // A question that was answered again later has other words by now.
    return turn ? { ...record, ...toShownText(turn) } : record;
  });
}
