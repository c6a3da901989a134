import type { ServerResponse } from 'node:http';
import type { Change, LocalNetwork } from '../local-network.ts';
import { readNetworkState } from './network-state.ts';
import type { PageEvent } from './protocol.ts';
import { RequestError } from './request-error.ts';
import { respond } from './respond.ts';

const MAX_STREAMS = 32;
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** The viewer on each network, by the network's name. */
type Viewers = Readonly<Partial<Record<string, string>>>;

/** The streams (Server-Sent Events) by which open pages follow the networks. */
export function createChangeStreams(networks: readonly LocalNetwork[]) {
  const open = new Set<ServerResponse>();

  return {
    /** Sends the state of all networks and then every change, until the page goes away. */
    open(response: ServerResponse, viewers: Viewers): void {
      if (open.size >= MAX_STREAMS)
        throw new RequestError(503, `${MAX_STREAMS} pages are open already. Close some.`);
      const send = (event: PageEvent) => {
        response.write(`data: ${JSON.stringify(event)}\n\n`);
        // A page that does not read is cut off; when it wakes it connects again and gets the whole state.
        if (response.writableLength > MAX_WAITING_BYTES) response.destroy();
      };
      respond(response, 200, 'text/event-stream; charset=utf-8').write('retry: 500\n\n');
      send({
        kind: 'state',
        networks: networks.map((network) => readNetworkState(network, viewers[network.name])),
      });
      const leave = networks.map((network) => {
        const viewerId = viewers[network.name];
        return network.watch((change) => forward(network, change, viewerId, send), viewerId);
      });
      open.add(response);
      response.once('close', () => {
        open.delete(response);
        for (const stop of leave) stop();
      });
    },
    closeAll(): void {
      for (const response of open) response.destroy();
    },
  };
}

function forward(
  network: LocalNetwork,
  change: Change,
  viewerId: string | undefined,
  send: (event: PageEvent) => void,
) {
  if (changesRoom(network, change, viewerId))
    send({ kind: 'change', network: network.name, change });
  else send({ kind: 'state', networks: [readNetworkState(network, viewerId)] });
}

/**
 * Whether a change can be applied to one of the viewer's rooms as it is. Telegram's direct room is another chat for each
 * person: what happens in those of others does not say in whose eyes it is which room.
 */
function changesRoom(network: LocalNetwork, change: Change, viewerId = network.me.id): boolean {
  const roomId =
    'message' in change ? change.message.roomId : 'roomId' in change ? change.roomId : undefined;
  const room = network.rooms().find((one) => one.id === roomId);
  return room !== undefined && (room.kind !== 'direct' || viewerId === network.me.id);
}
