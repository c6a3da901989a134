import type { Power } from '../../contracts/access.ts';
import type { Author, Channel } from '../../contracts/chat-message.ts';
import type { CommandContext } from '../../contracts/command.ts';
import { channelKey } from '../../lib/channel-key.ts';
import { networkOf } from '../../lib/network-of.ts';
import type { Texts } from '../../texts/en/index.ts';

/**
 * The places that a change can apply to, from the narrowest. `parent`: the channel of a thread, or the group of
 * a topic. The words are parts of the ids of buttons, and people may type them.
 */
export const PLACES = ['here', 'parent', 'server', 'network', 'bot'] as const;

/** One of `PLACES`. */
export type Place = (typeof PLACES)[number];

/** The person who reads or changes settings, the channel where they do, and the abilities of their command. */
export interface Reader {
  readonly author: Author;
  readonly channel: Channel;
  readonly context: CommandContext;
}

/** Finds a place by its word. */
export function placeOf(word: string | undefined): Place | undefined {
  return PLACES.find((place) => place === word?.toLowerCase());
}

/** The scope of a place around a channel. `undefined`: there is no such place. */
export function scopeOfPlace(place: Place, channel: Channel): string | undefined {
  const { platform, id, parentId, server } = channel;
  if (place === 'bot') return 'bot';
  if (place === 'network') return platform;

  const scopeIds = { here: id, parent: parentId, server };
  const scopeId = scopeIds[place];
  return scopeId === undefined ? undefined : channelKey({ platform, id: scopeId });
}

/** The place of a scope around a channel, for one bot or for its whole network. */
export function placeOfScope(scope: string, channel: Channel): Place | 'category' | undefined {
  const network = { ...channel, platform: networkOf(channel.platform) };
  const isScopeOf = (place: Place) =>
    scope === scopeOfPlace(place, channel) || scope === scopeOfPlace(place, network);
  const isCategory = channel.categoryId !== undefined && scope.endsWith(`:${channel.categoryId}`);
  return PLACES.find(isScopeOf) ?? (isCategory ? 'category' : undefined);
}

/** Tells whether a person with a power in a channel may use it for a place around that channel. */
export async function mayChange(
  place: Place,
  { author, channel, context }: Reader,
  power: Power,
): Promise<boolean> {
  if (scopeOfPlace(place, channel) === undefined) return false;
  if (!(await context.may(power, author, channel))) return false;

  const isAdmin = context.isAdmin(author, channel);
  if (place === 'network') return isAdmin;
  // An admin of one bot of a network is not an admin of all of them.
  const ofNetwork = { ...channel, platform: networkOf(channel.platform) };
  if (place === 'bot') return isAdmin && context.isAdmin(author, ofNetwork);
  // A moderator of one channel is not a moderator of the whole server.
  return place !== 'server' || isAdmin || author.isServerAdmin;
}

/** The places that a person may change, from the narrowest. */
export async function listPlaces(reader: Reader, power: Power): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const place of PLACES) {
    if (await mayChange(place, reader, power)) places.push(place);
  }
  return places;
}

/** The words for a place. */
export function nameOfPlace(
  place: Place,
  { platform, kind }: Channel,
  { settings }: Texts,
): string {
  const isTelegram = networkOf(platform) === 'telegram';
  const names = settings.places[isTelegram ? 'telegram' : 'discord'];
  return names[place === 'here' ? kind : place];
}
