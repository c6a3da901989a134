import type { LocalNetwork } from '../local-network.ts';
import type { NetworkState } from './protocol.ts';

const SHOWN_MESSAGES = 200;

/** One network as `viewerId` sees it; someone unknown sees it as `me`. */
export function readNetworkState(
  network: LocalNetwork,
  viewerId: string | undefined,
): NetworkState {
  const people = [
    ...new Map([network.me, ...network.people(), network.bot].map((one) => [one.id, one])).values(),
  ];
  const viewer = people.find((one) => one.id === viewerId && !one.isBot) ?? network.me;
  return {
    name: network.name,
    viewerId: viewer.id,
    bot: network.bot,
    people,
    online: network.isOnline(),
    rooms: network.rooms().map((room) => ({
      ...room,
      history: network.history(room.id, viewer.id).slice(-SHOWN_MESSAGES),
      commands: network.commands(room.id),
    })),
  };
}
