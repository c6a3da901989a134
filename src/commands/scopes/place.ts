import type { Power } from '../../contracts/access.ts';
import type { Author, Channel } from '../../contracts/chat-message.ts';
import type { CommandContext } from '../../contracts/command.ts';
import { channelKey } from '../../lib/channel-key.ts';
import { networkOf } from '../../lib/network-of.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { Texts } from '../../texts/en/index.ts';

/**
 * The places that a change can apply to, from the narrowest. `parent`: the channel of a thread, or the group of
 * a topic. The words are parts of the ids of buttons, and people may type them.
 */
export const PLACES = ['here', 'parent', 'server', 'network', 'bot'] as const;

/** The powers to change one setting or another. */
export const SETTING_POWERS = ['settings', 'model', 'persona'] as const satisfies Power[];

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

/** The channel that a place is: of a thread or topic, `parent` is where it hangs. */
export function channelOfPlace(place: Place, channel: Channel): Channel {
  const { parentId, parentName, personId, ...rest } = channel;
  if (place !== 'parent' || parentId === undefined) return channel;
  return omitUndefined({ ...rest, id: parentId, kind: 'group' as const, name: parentName });
}

/** The place of a scope around a channel, for one bot or for its whole network. */
export function placeOfScope(scope: string, channel: Channel): Place | 'category' | undefined {
  const network = onNetwork(channel);
  const isScopeOf = (place: Place) =>
    scope === scopeOfPlace(place, channel) || scope === scopeOfPlace(place, network);
  const isCategory = channel.categoryId !== undefined && scope.endsWith(`:${channel.categoryId}`);
  return PLACES.find(isScopeOf) ?? (isCategory ? 'category' : undefined);
}

/** Tells whether a person may use one of these powers for a place around a channel: the powers of that place decide. */
export async function mayChange(
  place: Place,
  { author, channel, context }: Reader,
  ...powers: readonly Power[]
): Promise<boolean> {
  if (scopeOfPlace(place, channel) === undefined) return false;
  const where = channelOfPlace(place, channel);
  let isAllowed = false;
  // One after the other: the first one may have to ask the network, which remembers its answer.
  for (const power of powers) isAllowed ||= await context.may(power, author, where);
  if (!isAllowed) return false;

  const isAdmin = context.isAdmin(author, channel);
  if (place === 'network') return isAdmin;
  // An admin of one of several bots is no admin of the others.
  if (place === 'bot') return context.isAdmin(author, onNetwork(channel));
  // A moderator of one channel is not a moderator of the whole server.
  return place !== 'server' || isAdmin || author.isServerAdmin;
}

function onNetwork(channel: Channel): Channel {
  return { ...channel, platform: networkOf(channel.platform) };
}

/** The places for which a person may use one of these powers, from the narrowest. */
export async function listPlaces(
  reader: Reader,
  ...powers: readonly Power[]
): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const place of PLACES) {
    if (await mayChange(place, reader, ...powers)) places.push(place);
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
