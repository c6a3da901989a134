import { setImmediate as nextLoopTurn } from 'node:timers/promises';
import type { Fleet } from '../contracts/fleet.ts';
import type { Store } from '../contracts/store.ts';
import { fieldsReader, textReader } from '../lib/json-reader.ts';
import { addDays, daysFrom, isDay, monthOf } from '../lib/page/days.ts';
import { addNumbers, NOTHING_USED } from './add-numbers.ts';
import type { Calendar } from './calendar.ts';
import { chatOf, FORGOTTEN_PREFIX, numberInKey, rowsPrefix } from './row-key.ts';
import { KEPT_DAYS, originIn, readStoredUsage, type StoredUsage } from './stored-usage.ts';
import type { UsageNames } from './usage-names.ts';
import { anonymousOrigin } from './usage-origin.ts';
import type { UsageRows } from './usage-rows.ts';

/** The people who deleted their data. */
export interface ForgottenPeople {
  /**
   * As `Usage.forgetPerson`. Other processes hear of it, and do the same with the rows that they write. `false`: there
   * are some of others, so `finish` is needed.
   */
  forget(platform: string, personId: string): Promise<boolean>;
  /**
   * Takes people out of the rows of a month that has ended: of those that this process writes, and those that no other
   * one does. Can be repeated, by one process at a time.
   */
  finish(): Promise<void>;
}

interface ForgottenParts {
  readonly store: Store;
  readonly calendar: Calendar;
  readonly rows: UsageRows;
  readonly save: (rowKey: string) => Promise<void>;
  readonly names: Pick<UsageNames, 'forget'>;
  readonly fleet: Pick<Fleet, 'self' | 'members'>;
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
  const { store, calendar, rows, save, names, fleet } = parts;

  const isOwn = (key: string) => numberInKey(key) === fleet.self.number;
  /** Its own rows, and those that no process writes any more. */
  const isOwnOrLeft = (key: string) =>
    isOwn(key) || fleet.members().every(({ number }) => number !== numberInKey(key));

  /** Nobody writes this row any more. */
  async function takeOver(key: string, row: StoredUsage): Promise<void> {
    const numbers = addNumbers(NOTHING_USED, row);
    const removal = { key, value: undefined };
    await save(rows.add(anonymousOrigin(originIn(row)), numbers, [removal]));
  }

  async function anonymiseRow(key: string): Promise<StoredUsage | undefined> {
    const release = rows.keepAll();
    try {
      const row = rows.current(key, readStoredUsage(await store.get(key)));
      if (!row) await store.write([{ key, value: undefined }]);
      else if (isOwn(key)) await rows.move(originIn(row), anonymousOrigin(originIn(row)));
      else await takeOver(key, row);
      return row;
    } finally {
      release();
    }
  }

  /**
   * Gives the direct messages of the person: a summary of them is nobody's, but says whose they are. `isWhole`: no
   * other process has to do the same.
   */
  async function anonymise(platform: string, owner: string, through: string, isMine = isOwn) {
    const chats = new Set<string>();
    let isWhole = true;
    let days = 0;
    for (const day of daysFrom(addDays(calendar.today(), -KEPT_DAYS), through)) {
      const prefix = rowsPrefix(day, platform, owner);
      const keys = [...new Set([...rows.waiting(prefix), ...(await store.findKeys(prefix))])];
      isWhole &&= keys.every(isMine);
      for (const key of keys.filter(isMine)) {
        const row = await anonymiseRow(key);
        if (row?.personal === 'direct') chats.add(chatOf(row.channelId));
      }
      days += 1;
      if (days % DAYS_AT_ONCE === 0) await nextLoopTurn();
    }
    return { chats, isWhole };
  }

  /** `false`: other processes have to do the same. */
  async function anonymisePerson(
    platform: string,
    personId: string,
    through: string,
    isMine = isOwn,
  ): Promise<boolean> {
    const { chats, isWhole } = await anonymise(platform, personId, through, isMine);
    chats.delete(personId);
    let isDone = isWhole;
    for (const chat of chats) {
      const ofChat = await anonymise(platform, chat, through, isMine);
      isDone &&= ofChat.isWhole;
    }
    return isDone;
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
      const last = through < ended ? through : ended;
      const isDone = await anonymisePerson(platform, personId, last, isOwnOrLeft);
      // The last of the processes removes the mark.
      if (!isDone || through > ended) return;
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
      const value = { format: 1, platform, personId, through };
      await store.write([{ key, value, isAnnounced: true }, name]);
      return anonymisePerson(platform, personId, lastEndedDay());
    },

    async finish() {
      for (const key of await store.findKeys(FORGOTTEN_PREFIX)) await finishMark(key);
    },
  };
}
