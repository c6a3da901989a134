import { createHash } from 'node:crypto';
import type { UsageOrigin } from './usage-origin.ts';

/**
 * Rows are `usage:<day>:<platform>:<person>:<hash>`: the keys tell those of a day and a person. Each process on a store
 * has rows of its own: where its number is not 0, it follows the hash, after a dot.
 */
const ROWS_PREFIX = 'usage:';

/** Holds are `usage-hold:<id>`. */
export const HOLDS_PREFIX = 'usage-hold:';
/** Names that people know are `usage-name:<kind>:<platform>:<id>`. */
export const NAMES_PREFIX = 'usage-name:';
/** People whose rows of a month lose their id when it ends are `usage-forgotten:<platform>:<id>`. */
export const FORGOTTEN_PREFIX = 'usage-forgotten:';

/** Rows of one day and person that share this many characters of a hash do not occur. */
const HASH_LENGTH = 11;

/** The beginning of the keys of rows. */
export function rowsPrefix(day: string, platform?: string, personId?: string): string {
  const parts = [day, platform, platform === undefined ? undefined : personId];
  return `${ROWS_PREFIX}${parts
    .filter((part) => part !== undefined)
    .map((part) => `${encodeURIComponent(part)}:`)
    .join('')}`;
}

/** The key of a row of the process with this number. */
export function rowKey(origin: UsageOrigin, number = 0): string {
  const { day, platform, channelId, server, scopes, purpose, provider, model, keyAlias } = origin;
  const parts = [channelId, server, scopes, purpose, provider, model, keyAlias];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  const key = rowsPrefix(day, platform, ownerOf(origin)) + hash.slice(0, HASH_LENGTH);
  return number === 0 ? key : `${key}.${number}`;
}

/** The number of the process that writes a row. */
export function numberInKey(key: string): number {
  const end = key.slice(key.lastIndexOf(':') + 1);
  return Number(end.split('.')[1] ?? 0);
}

/** The beginning that the rows of all processes about the same have in common. */
export function commonKey(key: string): string {
  return key.slice(0, key.lastIndexOf(':')) + key.slice(key.lastIndexOf(':')).replace(/\.\d+$/, '');
}

/** The person whose data a row is, although nobody may have asked: a summary of their direct messages. */
function ownerOf({ personId, personal, channelId }: UsageOrigin): string {
  if (personId !== undefined) return personId;
  if (personal === 'direct') return chatOf(channelId);
  return personal === 'place' ? channelId.slice(channelId.lastIndexOf('/') + 1) : '';
}

/** The chat of a direct message that may be a topic of it. */
export function chatOf(channelId: string): string {
  return channelId.split('/', 1)[0] ?? channelId;
}
