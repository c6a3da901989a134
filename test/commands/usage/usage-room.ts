import { usage } from '../../../src/commands/usage.ts';
import type { Author, Channel } from '../../../src/contracts/chat-message.ts';
import type { CommandContext } from '../../../src/contracts/command.ts';
import type { Language } from '../../../src/contracts/language.ts';
import type { LimitState } from '../../../src/contracts/limits.ts';
import type { UsageEntry, UsageGroup, UsageQuery, UsageRow } from '../../../src/contracts/usage.ts';
import { NOTHING_USED } from '../../../src/usage/add-numbers.ts';
import { contextWith } from '../command-context.ts';

/** 13:00 on 2026-11-20, in UTC. */
export const NOW = Date.UTC(2026, 10, 20, 13);
const HOUR_MS = 3_600_000;

export const channel: Channel = {
  platform: 'discord',
  id: '30',
  kind: 'thread',
  parentId: '20',
  server: '10',
};
export const ann: Author = {
  id: '1',
  name: 'Ann',
  isBot: false,
  isServerAdmin: false,
  roles: [],
};

const row: UsageRow = {
  ...NOTHING_USED,
  day: '2026-11-20',
  platform: 'discord',
  channelId: '30',
  scopes: ['bot', 'discord', 'discord:10', 'discord:20', 'discord:30'],
  purpose: 'answer',
  provider: 'openai',
  model: 'gpt',
  answers: 1,
  attempts: 1,
  inputTokens: 1_000,
  outputTokens: 100,
  usd: 0.01,
};

/** A row of the ledger of a test. */
export function used(changed: Partial<UsageRow> = {}): UsageRow {
  return { ...row, personId: '1', server: '10', ...changed };
}

/** A limit of the person who asks, at 13:00 of a day that ends at midnight. */
export function limit(changed: Partial<LimitState> = {}): LimitState {
  return {
    subject: 'person',
    scope: 'bot',
    measure: 'answersPerDay',
    used: 12,
    most: 100,
    resetsAt: NOW + 11 * HOUR_MS,
    ...changed,
  };
}

interface Room {
  readonly rows?: readonly UsageRow[];
  readonly limits?: readonly LimitState[];
  readonly totals?: readonly LimitState[];
  /** `admin`, or the ids of the channels that the person moderates. */
  readonly role?: 'admin' | readonly string[];
  readonly author?: Author;
  readonly channel?: Channel;
  readonly language?: Language;
  readonly drawPicture?: CommandContext['drawPicture'];
}

/** Opens a place where a person calls `/usage`. The ledger adds up as the real one, for small numbers of rows. */
export function openUsageRoom(room: Room = {}) {
  const { rows = [], limits = [], totals = [], role = [], author = ann } = room;
  const place = room.channel ?? channel;
  const drawn: string[] = [];
  const context = contextWith({
    language: room.language ?? 'en',
    usage: {
      today: () => '2026-11-20',
      report: async (query, groups) => {
        const picked = rows.filter((each) => isPicked(each, query));
        const by = Object.fromEntries(groups.map((group) => [group, entriesOf(picked, group)]));
        return { total: addUp(picked), by };
      },
      rows: async function* (query) {
        yield* rows.filter((each) => isPicked(each, query));
      },
    },
    limits: { states: async () => limits, totals: () => totals },
    isAdmin: () => role === 'admin',
    isModerator: async (_author, { id }) => role === 'admin' || role.includes(id),
    drawPicture:
      room.drawPicture ??
      (async (svg) => {
        drawn.push(svg);
        return { mime: 'image/png', bytes: Buffer.from(svg) };
      }),
    now: () => NOW,
  });
  const press = async (id: string, by = author) =>
    usage.press?.(
      id.slice('usage:'.length),
      {
        kind: 'button',
        id,
        author: by,
        message: { messageId: 'm' },
        address: { channel: place },
      },
      context,
    );
  return {
    drawn,
    press,
    run: (whose = '', options: Record<string, string> = {}) =>
      usage.run({ name: 'usage', channel: place, author, options: { whose, ...options } }, context),
  };
}

function isPicked({ day, scopes, personId }: UsageRow, query: UsageQuery): boolean {
  const isInScope = query.scope === undefined || scopes.includes(query.scope);
  const isOfPerson = query.personId === undefined || personId === query.personId;
  return day >= query.from && day <= query.to && isInScope && isOfPerson;
}

function addUp(rows: readonly UsageRow[]) {
  const total = { ...NOTHING_USED };
  for (const each of rows) {
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += each[key];
  }
  return total;
}

function entriesOf(rows: readonly UsageRow[], group: UsageGroup): readonly UsageEntry[] {
  const names = new Set(rows.map((each) => nameOf(each, group)));
  return [...names]
    .map((name) => ({ ...addUp(rows.filter((each) => nameOf(each, group) === name)), name }))
    .toSorted((a, b) => b.usd - a.usd || b.inputTokens - a.inputTokens);
}

function nameOf({ provider, model, personId, server, ...rest }: UsageRow, group: UsageGroup) {
  if (group === 'person') return personId ? `discord:${personId}` : '';
  if (group === 'server') return server ? `discord:${server}` : '';
  if (group === 'key') return rest.keyAlias ? `${provider} ${rest.keyAlias}` : provider;
  return `${provider}/${model}`;
}
