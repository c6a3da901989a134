import type { Member } from '../contracts/fleet.ts';
import type { Store } from '../contracts/store.ts';
import { ConfigError } from '../errors.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';

/** The newest format of the stored records that this program reads and writes. It also reads all older ones. */
export const STORE_FORMAT = 1;

/** The key of the format of a store. A store without it has format 1. */
export const STORE_FORMAT_KEY = 'store-format';

/** The format that the programs on a store write, as it is stored. */
interface FormatRecord {
  readonly format: number;
  /** The version of the program that has raised it, for people. */
  readonly version: string;
  /** A program is about to raise it, and looks whether an older one works on the store. */
  readonly raisingTo?: number;
}

interface FormatParts {
  readonly store: Pick<Store, 'get' | 'swap'>;
  /** This process, which already stands among the members. */
  readonly self: Pick<Member, 'storeFormat' | 'version'>;
  /** Reads those who are registered on the store now, this process among them. */
  readMembers(): Promise<readonly Pick<Member, 'storeFormat'>[]>;
  readonly log: Log;
}

/** The format of the records that this process writes. */
export interface StoreFormat {
  /** Reads memory only. */
  current(): number;
  /** Raises the format once nobody needs the older one any more. Call it when the members have changed. */
  raise(): Promise<void>;
}

/** The record of a store that has none, or one that cannot be read. */
const FIRST: FormatRecord = { format: 1, version: '' };

/**
 * Chooses the format to write: that of the store, until every registered program reads a newer one. Call it before
 * anything but the own registration is written.
 *
 * A program that raises the format says so first, and then looks who is registered. A program that joins registers
 * first, and then looks whether the format is raised. So at least one of the two sees the other.
 *
 * @throws A `ConfigError` when the store has a newer format than this program reads, or is about to get it.
 */
export async function chooseStoreFormat(parts: FormatParts): Promise<StoreFormat> {
  const { store, self, readMembers, log } = parts;
  let stored = await read();
  await refuseNewer();

  async function read(): Promise<FormatRecord | undefined> {
    const value = await store.get(STORE_FORMAT_KEY);
    return isFormatRecord(value) ? value : undefined;
  }

  async function refuseNewer(): Promise<void> {
    const { format, version, raisingTo = format } = stored ?? FIRST;
    if (format > self.storeFormat) throw tooNew(self, format, version);
    if (raisingTo <= self.storeFormat) return;
    // Who wanted to raise it may have died before. A dead process is removed from the members, and its writes are refused.
    const isUnderWay = (await readMembers()).some(({ storeFormat }) => storeFormat >= raisingTo);
    if (isUnderWay) throw tooNew(self, raisingTo, version);
  }

  async function swap(next: FormatRecord): Promise<boolean> {
    const isDone = await store.swap(STORE_FORMAT_KEY, stored, next);
    stored = isDone ? next : await read();
    return isDone;
  }

  const nobodyIsOlder = async () =>
    (await readMembers()).every(({ storeFormat }) => storeFormat >= self.storeFormat);

  async function raise(): Promise<void> {
    const { format, version } = stored ?? FIRST;
    const isRaised = stored !== undefined && format >= self.storeFormat;
    if (isRaised || !(await nobodyIsOlder())) return;
    const { storeFormat: raisingTo, version: own } = self;
    if (!(await swap({ format, version: own, raisingTo }))) return;
    // One that registered meanwhile may have looked before.
    const mayRaise = await nobodyIsOlder();
    const next = mayRaise ? { format: raisingTo, version: own } : { format, version };
    if (!(await swap(next)) || !mayRaise || raisingTo === format) return;
    log.info({ from: format, to: raisingTo }, 'fleet: the store has a newer format from now on');
  }

  await raise();
  return { current: () => (stored ?? FIRST).format, raise };
}

/** Reads the format of a store, for a look at it. */
export async function readStoreFormat(store: Pick<Store, 'get'>) {
  const value = await store.get(STORE_FORMAT_KEY);
  const { format, version } = isFormatRecord(value) ? value : FIRST;
  return omitUndefined({ format, version: version === '' ? undefined : version });
}

function isFormatRecord(value: unknown): value is FormatRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { format, version }: Partial<Record<keyof FormatRecord, unknown>> = value;
  return typeof format === 'number' && typeof version === 'string';
}

function tooNew(self: FormatParts['self'], format: number, version: string): ConfigError {
  return new ConfigError(
    `STORE_URL: the store has format ${format}, which Parley ${version} writes. This is Parley ${self.version}, which reads formats up to ${self.storeFormat}. Start version ${version} or a newer one, or restore a backup of the time before into another store.`,
  );
}
