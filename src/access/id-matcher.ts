import { countsFor } from '../lib/counts-for.ts';
import { networkOf } from '../lib/network-of.ts';

/** Tells whether a list has one of these ids, as ids of a platform. */
export type IdMatcher = (platform: string, ids: readonly (string | undefined)[]) => boolean;

/** Creates the matcher of a list. An entry without a network counts on each of them. */
export function createIdMatcher(list: readonly string[]): IdMatcher {
  const entries = new Set(list);
  return (platform, ids) =>
    entries.size > 0 &&
    ids.some((id) => id !== undefined && spellings(platform, id).some((name) => entries.has(name)));
}

/** The ways in which a list may name an id of a platform. */
function spellings(platform: string, id: string): readonly string[] {
  return [id, `${networkOf(platform)}:${id}`, `${platform}:${id}`];
}

/** The id that an entry names on a platform. `undefined`: it belongs to another one. */
export function idOnPlatform(entry: string, platform: string): string | undefined {
  const colon = entry.indexOf(':');
  if (colon < 0) return entry;
  const owner = entry.slice(0, colon);
  return countsFor(platform, owner) ? entry.slice(colon + 1) : undefined;
}
