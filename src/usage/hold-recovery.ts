import type { Store } from '../contracts/store.ts';
import { fieldsReader, textReader } from '../lib/json-reader.ts';
import type { Log } from '../lib/log.ts';
import { addNumbers, NOTHING_USED } from './add-numbers.ts';
import { HOLDS_PREFIX } from './row-key.ts';
import { originIn, readStoredUsage, type StoredUsage } from './stored-usage.ts';
import type { UsageRows } from './usage-rows.ts';
import type { UsageTotals } from './usage-totals.ts';

interface RecoveryParts {
  readonly store: Store;
  readonly rows: Pick<UsageRows, 'add'>;
  readonly save: (rowKey: string) => Promise<void>;
  readonly totals: Pick<UsageTotals, 'addUsed'>;
  /** The id of this process, in all that it holds back itself. */
  readonly processId: string;
  readonly log: Log;
}

const BATCH = 100;
const readProcess = fieldsReader({ processId: textReader(100) }, 'processId');

/**
 * Creates the step that counts what a killed process has held back as used. A row is stored together with the
 * removal of its holds, so a kill in between counts nothing twice. The step can be repeated until it resolves.
 *
 * @throws When the store cannot be read.
 */
export function createHoldRecovery(parts: RecoveryParts): () => Promise<void> {
  const { store, rows, save, totals, processId, log } = parts;
  /** Those that count already, though the store may not know. */
  const taken = new Set<string>();

  /** Gives the work that stores it. */
  function take(key: string, held: StoredUsage): Promise<void> {
    const origin = originIn(held);
    const estimated = held.estimatedAttempts > 0 ? 0 : 1;
    const numbers = addNumbers(held, { ...NOTHING_USED, estimatedAttempts: estimated });
    const row = rows.add(origin, numbers, [{ key, value: undefined }]);
    totals.addUsed({ origin, numbers }, row);
    return save(row);
  }

  /** Nobody knows any more what it was. Its text stays for a while, for a person to look at. */
  async function drop(key: string): Promise<void> {
    log.error({ key }, 'usage: what was held back cannot be read, leaving it out');
    await store.replace(key, {});
    await store.write([{ key, value: undefined }]);
  }

  async function recoverBatch(keys: readonly string[]): Promise<void> {
    const values = await store.getMany(keys);
    const work = keys.map((key, index) => {
      const value = values[index];
      const isOwn = readProcess(value)?.processId === processId;
      if (value === undefined || isOwn) return Promise.resolve();
      const held = readStoredUsage(value);
      taken.add(key);
      return held ? take(key, held) : drop(key);
    });
    await Promise.all(work);
  }

  return async () => {
    const keys = await store.findKeys(HOLDS_PREFIX);
    const left = keys.filter((key) => !taken.has(key));
    for (let index = 0; index < left.length; index += BATCH) {
      await recoverBatch(left.slice(index, index + BATCH));
    }
  };
}
