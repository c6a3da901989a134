import { createHash } from 'node:crypto';
import { convertMarks } from '../conversations/convert-marks.ts';
import { CHAT_MARKS_PREFIX } from '../conversations/keys.ts';
import { BotError } from '../errors.ts';
import { STORE_FORMAT_KEY } from '../fleet/store-format.ts';
import { wantHosts } from '../fleet/want-hosts.ts';
import type { Clock } from '../lib/clock.ts';
import { silentLog } from '../lib/log.ts';
import type { EntrySource, EntryTarget, StoredEntry } from '../store/stored-entry.ts';

interface CopyParts {
  readonly source: EntrySource;
  readonly target: EntryTarget;
  readonly clock: Clock;
  /** Called with the number of entries so far, after each batch. */
  onProgress(entries: number): void;
}

/** What was copied. */
export interface CopiedStore {
  readonly entries: number;
  /** The questions that have no answer yet: the target goes on with them. */
  readonly openTurns: number;
  /** The keys of damaged entries that the target cannot hold. */
  readonly leftOut: readonly string[];
}

/** What belongs to a process, to its hold on the store, or to a browser that is logged in to it. */
const OF_PROCESS = /^(lease$|process:|share:|console-(?:session|code):)/;
/** PostgreSQL has no room for this sign in a text. Parley writes none. */
const NUL = '\0';

/**
 * Copies all entries with their expiry, reads them back, and makes the marks of open turns as the target needs them.
 * The target is kept by the caller.
 *
 * @throws A `BotError` when the copy differs from the source.
 */
export async function copyStore(parts: CopyParts): Promise<CopiedStore> {
  const { source, target, clock } = parts;
  const written = createDigest();
  const leftOut: string[] = [];

  for await (const batch of batchesOf(source)) {
    const entries = batch.filter((entry) => {
      const canHold = !target.isShared || !`${entry.key}${entry.value}`.includes(NUL);
      if (!canHold) leftOut.push(entry.key);
      return canHold;
    });
    await target.write(entries);
    written.add(entries);
    parts.onProgress(written.count());
  }

  const found = createDigest();
  for await (const batch of batchesOf(target)) found.add(batch);
  if (found.text() !== written.text()) {
    throw new BotError(
      `The copy differs from ${source.place}: ${found.count()} of ${written.count()} entries were read back. Nothing was kept; try again.`,
    );
  }

  const openTurns = await keepOpenTurns(target, clock);
  return { entries: written.count(), openTurns, leftOut };
}

/** Tells whether a store holds nothing that would get lost. */
export async function isEmptyStore(source: EntrySource): Promise<boolean> {
  for await (const batch of batchesOf(source))
    if (batch.some(({ key }) => key !== STORE_FORMAT_KEY)) return false;
  return true;
}

async function* batchesOf(source: EntrySource): AsyncGenerator<readonly StoredEntry[]> {
  for (let after = ''; ; ) {
    const batch = await source.readAfter(after);
    const last = batch.at(-1);
    if (!last) return;
    yield batch.filter(({ key }) => !OF_PROCESS.test(key));
    after = last.key;
  }
}

async function keepOpenTurns({ store, isShared, query }: EntryTarget, clock: Clock) {
  const form = isShared ? 'per chat' : 'one';
  const openTurns = await convertMarks({ store, clock, log: silentLog }, form);
  if (!query) return openTurns;
  const marks = await store.findKeys(CHAT_MARKS_PREFIX);
  await wantHosts(
    query,
    marks.map((key) => key.slice(CHAT_MARKS_PREFIX.length)),
  );
  return openTurns;
}

/** The number of entries, and a digest of all of them, in the order in which they are added. */
function createDigest() {
  const hash = createHash('sha256');
  let count = 0;

  return {
    add(entries: readonly StoredEntry[]): void {
      count += entries.length;
      for (const { key, value, expires } of entries)
        hash.update(`${JSON.stringify([key, value, expires ?? null])}\n`);
    },
    count: () => count,
    text: () => `${count} ${hash.copy().digest('hex')}`,
  };
}
