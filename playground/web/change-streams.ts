import type { ServerResponse } from 'node:http';
import { RequestError } from '../../src/lib/web/request-error.ts';
import type { Change, LocalNetwork } from '../local-network.ts';
import type { TroubleDesk } from '../trouble/trouble-desk.ts';
import { readNetworkState } from './network-state.ts';
import type { PageEvent } from './protocol.ts';
import { respond } from './respond.ts';

const MAX_STREAMS = 32;
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** The id of the viewer on each network, by the network's name. */
type Viewers = Readonly<Partial<Record<string, string>>>;

/** Creates the streams (Server-Sent Events) by which open pages follow the networks. */
export function createChangeStreams(networks: readonly LocalNetwork[], troubles?: TroubleDesk) {
  const openResponses = new Set<ServerResponse>();

  return {
    /** Sends the state of all networks and then every change, until the page closes the stream. */
    open(response: ServerResponse, viewers: Viewers): void {
      if (openResponses.size >= MAX_STREAMS)
        throw new RequestError(503, `${MAX_STREAMS} pages are open already. Close some.`);

      const send = (event: PageEvent) => {
        response.write(`data: ${JSON.stringify(event)}\n\n`);
        // A page that does not read is cut off. When it wakes up, it connects again and gets the
        // whole state.
        if (response.writableLength > MAX_WAITING_BYTES) response.destroy();
      };
      respond(response, 200, 'text/event-stream; charset=utf-8').write('retry: 500\n\n');
      send({
        kind: 'state',
        networks: networks.map((network) => readNetworkState(network, viewers[network.name])),
      });

      const sendTroubles = () => send({ kind: 'troubles', troubles: troubles?.list() ?? [] });
      sendTroubles();
      const unwatchTroubles = troubles?.watch(sendTroubles) ?? (() => {});

      const unwatch = networks.map((network) => {
        const viewerId = viewers[network.name];
        return network.watch((change) => send(toPageEvent(network, change, viewerId)), viewerId);
      });
      openResponses.add(response);
      response.once('close', () => {
        openResponses.delete(response);
        unwatchTroubles();
        for (const stopWatching of unwatch) stopWatching();
      });
    },
    closeAll(): void {
      for (const response of openResponses) response.destroy();
    },
  };
}

/** The change itself where the page can apply it, else the network's whole state. */
function toPageEvent(
  network: LocalNetwork,
  change: Change,
  viewerId: string | undefined,
): PageEvent {
  if (canPageApply(network, change, viewerId))
    return { kind: 'change', network: network.name, change };
  return { kind: 'state', networks: [readNetworkState(network, viewerId)] };
}

/**
 * True when a change says which of the viewer's rooms it is for. Telegram's direct room is another
 * chat for each person, and a change there does not say whose direct room it is for.
 */
function canPageApply(network: LocalNetwork, change: Change, viewerId = network.me.id): boolean {
  // A form comes to its person only, and is on no message.
  if (change.kind === 'form') return true;
  const roomId = roomIdOf(change);
  const room = network.rooms().find(({ id }) => id === roomId);
  return room !== undefined && (room.kind !== 'direct' || viewerId === network.me.id);
}

function roomIdOf(change: Change): string | undefined {
  if ('message' in change) return change.message.roomId;
  return 'roomId' in change ? change.roomId : undefined;
}
