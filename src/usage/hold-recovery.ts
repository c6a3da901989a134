import type { Fleet } from '../contracts/fleet.ts';
import type { Store } from '../contracts/store.ts';
import type { Log } from '../lib/log.ts';
import { addNumbers, NOTHING_USED } from './add-numbers.ts';
import { HOLDS_PREFIX } from './row-key.ts';
import { originIn, readHolder, readStoredUsage, type StoredUsage } from './stored-usage.ts';
import type { UsageRows } from './usage-rows.ts';
import type { CountedNumbers, UsageTotals } from './usage-totals.ts';

interface RecoveryParts {
  readonly store: Store;
  readonly rows: Pick<UsageRows, 'add'>;
  readonly save: (rowKey: string) => Promise<void>;
  readonly totals: Pick<UsageTotals, 'addUsed'>;
  readonly fleet: Pick<Fleet, 'self' | 'members'>;
  /** Called with the id of a hold, and what it counts as used. */
  onTaken(id: string, counted: CountedNumbers): void;
  readonly log: Log;
}

const BATCH = 100;

/**
 * Creates the step that counts what a killed process has held back as used. A row is stored together with the
 * removal of its holds, so a kill in between counts nothing twice. The step can be repeated until it resolves. It gives
 * `false` where there may be more to count, which the next look decides.
 *
 * @throws When the store cannot be read.
 */
export function createHoldRecovery(parts: RecoveryParts): () => Promise<boolean> {
  const { store, rows, save, totals, fleet, log } = parts;
  /** Those that count already, though the store may not know. */
  const taken = new Set<string>();
  /** Those of a process that was not there at the last look either. It may have just come. */
  let suspected: ReadonlySet<string> = new Set();

  /** Gives the work that stores it. */
  function take(key: string, held: StoredUsage): Promise<void> {
    const origin = originIn(held);
    const estimated = held.estimatedAttempts > 0 ? 0 : 1;
    const numbers = addNumbers(held, { ...NOTHING_USED, estimatedAttempts: estimated });
    const row = rows.add(origin, numbers, [{ key, value: undefined }]);
    totals.addUsed({ origin, numbers }, row);
    parts.onTaken(key.slice(HOLDS_PREFIX.length), { origin, numbers });
    return save(row);
  }

  /** Nobody knows any more what it was. Its text stays for a while, for a person to look at. */
  async function drop(key: string): Promise<void> {
    log.error({ key }, 'usage: what was held back cannot be read, leaving it out');
    await store.replace(key, {});
    await store.write([{ key, value: undefined }]);
  }

  /** Of several processes that find it, one counts it. */
  async function takeAlone(key: string, value: object): Promise<void> {
    const held = readStoredUsage(value);
    if (!held) return drop(key);
    if (!(await store.swap(key, value, { ...value, processId: fleet.self.id }))) return;
    taken.add(key);
    await take(key, held);
  }

  /** Gives the keys of those that may be left behind. */
  async function recoverBatch(keys: readonly string[]): Promise<readonly string[]> {
    const members = new Set(fleet.members().map(({ id }) => id));
    const values = await store.getMany(keys);
    const left: string[] = [];
    const work: Promise<void>[] = [];
    for (const [index, key] of keys.entries()) {
      const value = values[index];
      if (value === undefined || members.has(readHolder(value) ?? '')) continue;
      left.push(key);
      // Who is alone knows that nobody has just come.
      if (members.size === 1 || suspected.has(key)) work.push(takeAlone(key, value as object));
    }
    await Promise.all(work);
    return left;
  }

  return async () => {
    const keys = await store.findKeys(HOLDS_PREFIX);
    const open = keys.filter((key) => !taken.has(key));
    const left: string[] = [];
    for (let index = 0; index < open.length; index += BATCH)
      left.push(...(await recoverBatch(open.slice(index, index + BATCH))));
    suspected = new Set(left.filter((key) => !taken.has(key)));
    return suspected.size === 0;
  };
}
