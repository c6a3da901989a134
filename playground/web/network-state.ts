import { BUILT_IN_STICKERS } from '../built-in-stickers.ts';
import type { LocalNetwork, Person } from '../local-network.ts';
import type { NetworkState } from './protocol.ts';

const MAX_HISTORY_MESSAGES = 200;

/**
 * Reads the state of one network as the person `viewerId` sees it, or as `me` if there is no such
 * person.
 */
export function readNetworkState(
  network: LocalNetwork,
  viewerId: string | undefined,
): NetworkState {
  const people = listEverybody(network);
  const viewer = people.find(({ id, isBot }) => id === viewerId && !isBot) ?? network.me;

  return {
    name: network.name,
    viewerId: viewer.id,
    bot: network.bot,
    people,
    online: network.isOnline(),
    stickers: BUILT_IN_STICKERS.map(({ name }) => name),
    rooms: network.rooms().map((room) => ({
      ...room,
      history: network.history(room.id, viewer.id).slice(-MAX_HISTORY_MESSAGES),
      commands: network.commands(room.id),
      messageCommands: network.messageCommands(room.id),
    })),
  };
}

/** Each person and the bot once, `me` first. */
function listEverybody(network: LocalNetwork): readonly Person[] {
  const everybody = [network.me, ...network.people(), network.bot];
  return [...new Map(everybody.map((person) => [person.id, person])).values()];
}
