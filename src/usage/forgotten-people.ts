import { setImmediate as nextLoopTurn } from 'node:timers/promises';
import type { Store } from '../contracts/store.ts';
import { fieldsReader, textReader } from '../lib/json-reader.ts';
import { addDays, daysFrom, isDay, monthOf } from '../lib/page/days.ts';
import type { Calendar } from './calendar.ts';
import { chatOf, FORGOTTEN_PREFIX, rowsPrefix } from './row-key.ts';
import { KEPT_DAYS, originIn, readStoredUsage, type StoredUsage } from './stored-usage.ts';
import type { UsageNames } from './usage-names.ts';
import { anonymousOrigin } from './usage-origin.ts';
import type { UsageRows } from './usage-rows.ts';

/** The people who deleted their data. */
export interface ForgottenPeople {
  /** As `Usage.forgetPerson`. */
  forget(platform: string, personId: string): Promise<void>;
  /** Takes people out of the rows of a month that has ended. Can be repeated. */
  finish(): Promise<void>;
}

interface ForgottenParts {
  readonly store: Store;
  readonly calendar: Calendar;
  readonly rows: UsageRows;
  readonly names: Pick<UsageNames, 'forget'>;
}

/** Days in one turn of the event loop. */
const DAYS_AT_ONCE = 20;
const readMark = fieldsReader({
  platform: textReader(100),
  personId: textReader(1_000),
  through: textReader(10),
});

/**
 * Creates what takes people out of rows. Rows of the present month keep them until it ends: else
 * deleting data would reset what is left of a budget.
 */
export function createForgottenPeople(parts: ForgottenParts): ForgottenPeople {
  const { store, calendar, rows, names } = parts;

  async function anonymiseRow(key: string): Promise<StoredUsage | undefined> {
    const release = rows.keepAll();
    try {
      const row = rows.current(key, readStoredUsage(await store.get(key)));
      if (row) await rows.move(originIn(row), anonymousOrigin(originIn(row)));
      else await store.write([{ key, value: undefined }]);
      return row;
    } finally {
      release();
    }
  }

  /** Gives the direct messages of the person: a summary of them is nobody's, but says whose they are. */
  async function anonymise(platform: string, owner: string, through: string) {
    const chats = new Set<string>();
    let days = 0;
    for (const day of daysFrom(addDays(calendar.today(), -KEPT_DAYS), through)) {
      const prefix = rowsPrefix(day, platform, owner);
      for (const key of new Set([...rows.waiting(prefix), ...(await store.findKeys(prefix))])) {
        const row = await anonymiseRow(key);
        if (row?.personal === 'direct') chats.add(chatOf(row.channelId));
      }
      days += 1;
      if (days % DAYS_AT_ONCE === 0) await nextLoopTurn();
    }
    return chats;
  }

  async function anonymisePerson(platform: string, personId: string, through: string) {
    const chats = await anonymise(platform, personId, through);
    chats.delete(personId);
    for (const chat of chats) await anonymise(platform, chat, through);
  }

  /** The last day that no limit needs any more. */
  function lastEndedDay(): string {
    return addDays(`${monthOf(calendar.today())}-01`, -1);
  }

  async function finishMark(key: string): Promise<void> {
    const { platform, personId, through } = readMark(await store.get(key)) ?? {};
    const isUsable = platform !== undefined && personId !== undefined && isDay(through ?? '');
    const ended = lastEndedDay();
    if (isUsable && through !== undefined) {
      await anonymisePerson(platform, personId, through < ended ? through : ended);
      if (through > ended) return;
    }
    await store.write([{ key, value: undefined }]);
  }

  return {
    async forget(platform, personId) {
      const through = calendar.today();
      const name = names.forget(platform, personId);
      rows.dropWaiting(name.key);
      const key = `${FORGOTTEN_PREFIX}${platform}:${personId}`;
      // First of all: after a kill, the next start goes on.
      await store.write([{ key, value: { format: 1, platform, personId, through } }, name]);
      await anonymisePerson(platform, personId, lastEndedDay());
    },

    async finish() {
      for (const key of await store.findKeys(FORGOTTEN_PREFIX)) await finishMark(key);
    },
  };
}
