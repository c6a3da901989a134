import { statSync } from 'node:fs';
import { readConfig } from '../config/read-config.ts';
import { BotError, ConfigError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import { openEntrySource, openEntryTarget } from '../store/open-entry-source.ts';
import { storeFile } from '../store/store-file.ts';
import type { EntrySource, EntryTarget } from '../store/stored-entry.ts';
import { type CopiedStore, copyStore, isEmptyStore } from './copy-store.ts';
import { explainFailure } from './explain-failure.ts';
import { type NamedStore, refuseUsedStore, refuseWaitingEvents } from './refuse-used-store.ts';

interface MigrateParts {
  readonly env: Env;
  /** What stands behind the command: the two stores. */
  readonly words: readonly string[];
  readonly clock: Clock;
  /** Takes lines about the progress. */
  readonly note: (text: string) => void;
}

interface FillParts extends Pick<MigrateParts, 'clock' | 'note'> {
  readonly from: NamedStore;
  readonly to: NamedStore;
}

const USAGE =
  'Write: npm run migrate -- FROM TO, for instance npm run migrate -- sqlite:./data/parley.sqlite STORE_URL. Both are addresses of stores. The word STORE_URL stands for the one in .env, so that no password has to stand on the command line.';
const VARIABLE = 'STORE_URL';
/** One line about the progress for so many entries. */
const TOLD_ENTRIES = 100_000;

/**
 * Copies a store to another place, while no Parley works on either. The source stays as it is. The target is complete,
 * or it is what it was before, also after a kill.
 *
 * @returns What was done, for the terminal.
 * @throws A `BotError` that names the cure, and no password.
 */
export async function migrate({ env, words, clock, note }: MigrateParts): Promise<string> {
  const stores = readWords(env, words);
  try {
    return describe(await fillStore({ ...stores, clock, note }));
  } catch (error) {
    throw explain(error, stores);
  }
}

/** The two places, and what was copied. */
interface FilledStore extends CopiedStore {
  readonly from: string;
  readonly to: string;
}

/**
 * Fills the store `to`, which must be empty, with everything in `from`.
 *
 * @throws A `BotError` that names the cure. Then nothing was changed.
 */
export async function fillStore({ from, to, clock, note }: FillParts): Promise<FilledStore> {
  for (const store of [from, to]) await refuseUsedStore(store, clock);
  const now = clock.now();
  await refuseFile(to, now);
  const source = await openEntrySource({ ...from, now });
  let target: EntryTarget | undefined;
  try {
    await refuseWaitingEvents(source, from.name);
    if (source.place === storeFile(to.url))
      throw new ConfigError(`${to.name}: this is the same store as FROM. Name another place.`);
    target = await openEntryTarget({ ...to, now, clock });
    await refuseEntries(target, to);
    const copied = await copyStore({ source, target, clock, onProgress: createProgress(note) });
    // What somebody writes meanwhile is not in the copy.
    await refuseUsedStore(from, clock);
    await target.keep();
    return { from: source.place, to: target.place, ...copied };
  } finally {
    await target?.close();
    await source.close();
  }
}

function readWords(env: Env, words: readonly string[]): Pick<FillParts, 'from' | 'to'> {
  const [from, to, ...others] = words;
  if (from === undefined || to === undefined || others.length > 0) throw new ConfigError(USAGE);
  return { from: read('FROM', from), to: read('TO', to) };

  function read(name: string, word: string): NamedStore {
    if (word !== VARIABLE) return { name, url: word };
    // A pooler between would be of no use.
    const { storeUrl, storeDirectUrl = storeUrl } = readConfig(env);
    return { name, url: storeDirectUrl };
  }
}

/** A file that is there must hold nothing, because the copy replaces it. */
async function refuseFile(to: NamedStore, now: number): Promise<void> {
  const file = storeFile(to.url);
  const isThere = file !== undefined && statSync(file, { throwIfNoEntry: false })?.size;
  if (!isThere) return;
  const present = await openEntrySource({ ...to, now });
  await refuseEntries(present, to).finally(present.close);
}

async function refuseEntries(target: EntrySource, { name }: NamedStore): Promise<void> {
  if (await isEmptyStore(target)) return;
  const cure = target.isShared
    ? 'Name an empty database (or run DROP SCHEMA parley CASCADE in this one, if you need nothing of it)'
    : 'Move its files to another folder';
  throw new ConfigError(
    `${name}: there is a store already at ${target.place}, and nothing was changed. ${cure}, and try again.`,
  );
}

function createProgress(note: (text: string) => void): (entries: number) => void {
  let told = 0;
  return (entries) => {
    if (entries - told < TOLD_ENTRIES) return;
    told = entries - (entries % TOLD_ENTRIES);
    note(`${shown(told)} entries are copied so far …\n`);
  };
}

const shown = (number: number) => new Intl.NumberFormat('en').format(number);

function describe({ from, to, entries, openTurns, leftOut }: FilledStore): string {
  const damaged = leftOut.map((key) => JSON.stringify(key)).join(', ');
  return [
    `The store is copied: ${shown(entries)} entries from ${from} to ${to}, read back and compared.`,
    `Questions without an answer, which the next start continues: ${shown(openTurns)}.`,
    ...(leftOut.length > 0 ? [`Damaged entries that were left out: ${damaged}.`] : []),
    `${from} is unchanged: keep it until the new one has worked for a while, and start no Parley on it.`,
    'Set STORE_URL to the new store, if it is not yet. Then: npm run doctor, and npm start',
    '',
  ].join('\n');
}

/** The stores are words of the command, and no variables. */
function explain(error: unknown, { from, to }: Pick<FillParts, 'from' | 'to'>): BotError {
  const placeOf = ({ url }: NamedStore) => storeFile(url) ?? 'PostgreSQL';
  const explained = explainFailure(error, { from: placeOf(from), to: placeOf(to) });
  const message = explained.message.replace(/^STORE_URL: /, '');
  return message === explained.message ? explained : new BotError(message, { cause: error });
}
