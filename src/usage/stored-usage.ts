import type { UsageNumbers, UsageRow } from '../contracts/usage.ts';
import { StoreError } from '../errors.ts';
import {
  fieldsReader,
  type JsonReader,
  listReader,
  numberReader,
  textReader,
  wordReader,
} from '../lib/json-reader.ts';
import { NOTHING_USED, USAGE_FIELDS } from './add-numbers.ts';
import type { UsageOrigin } from './usage-origin.ts';

/** Rows are kept for 13 months, and some days so that the first of them is complete. */
export const KEPT_DAYS = 400;
export const KEPT_MS = KEPT_DAYS * 24 * 60 * 60 * 1000;

/** Ids and names of models are much shorter. */
const MAX_TEXT = 1_000;
const text = textReader(MAX_TEXT);

const readFields = fieldsReader(
  {
    day: text,
    platform: text,
    personId: text,
    channelId: text,
    server: text,
    scopes: listReader(text),
    purpose: wordReader(['answer', 'summary', 'transcription']),
    provider: text,
    model: text,
    keyAlias: text,
    personal: wordReader(['direct', 'place']),
    ...(Object.fromEntries(USAGE_FIELDS.map((name) => [name, numberReader])) as Readonly<
      Record<keyof UsageNumbers, JsonReader<number>>
    >),
  },
  ...(['day', 'platform', 'channelId', 'scopes', 'purpose', 'provider', 'model'] as const),
);

const readProcess = fieldsReader({ processId: textReader(100) }, 'processId');

/** A row as it is stored, also one that stands for a hold. */
export type StoredUsage = UsageOrigin & UsageNumbers;

/** `undefined`: the value cannot be used. */
export function readStoredUsage(value: unknown): StoredUsage | undefined {
  const fields = value instanceof StoreError ? undefined : readFields(value);
  if (!fields) return undefined;
  return { ...NOTHING_USED, ...fields };
}

/** The id of the process that holds something back. `undefined`: of an earlier version, or not readable. */
export function readHolder(value: unknown): string | undefined {
  return value instanceof StoreError ? undefined : readProcess(value)?.processId;
}

/** The value to store. Most numbers of most rows are zero, and are left out. */
export function writeStoredUsage(origin: UsageOrigin, numbers: UsageNumbers): object {
  const used = USAGE_FIELDS.filter((name) => numbers[name] !== 0);
  const entries = used.map((name) => [name, numbers[name]]);
  return { format: 1, ...origin, ...Object.fromEntries(entries) };
}

/** A stored row without its numbers. */
export function originIn(row: StoredUsage): UsageOrigin {
  const isNumber = (name: string) => Object.hasOwn(NOTHING_USED, name);
  const entries = Object.entries(row).filter(([name]) => !isNumber(name));
  // Only the numbers are left out.
  return Object.fromEntries(entries) as unknown as UsageOrigin;
}

/** The row as others read it. */
export function publicRow({ personal, ...row }: StoredUsage): UsageRow {
  return row;
}
