import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { createCommandBook } from './command-book.ts';
import { createCallLog } from './controls/call-log.ts';
import type { DiscordControls } from './controls/discord-controls.ts';
import { createFaultPlan } from './controls/faults.ts';
import { createGatewayControls } from './controls/gateway-controls.ts';
import { createModals } from './controls/modals.ts';
import { createWorldControls } from './controls/world-controls.ts';
import { createFirstWorld } from './first-world.ts';
import { startGateway } from './gateway/gateway.ts';
import { createRestHandler } from './http/rest-handler.ts';
import { serveAttachment } from './http/serve-attachment.ts';
import { createInteractions } from './interactions.ts';
import { DISCORD_LIMITS, type DiscordLimits } from './limits.ts';
import type { LocalDiscord } from './local-discord.ts';
import { createClientInteractions } from './people/client-interactions.ts';
import { createClientMessages, findChannel } from './people/client-messages.ts';
import { isVisibleTo, toChange, toPerson, toRoom, toShownMessage } from './people/to-shown.ts';
import { createRoutes } from './routes/index.ts';
import type { World } from './world.ts';

export { scaleLimits } from './limits.ts';
export type { LocalDiscord } from './local-discord.ts';

export interface LocalDiscordOptions {
  /** Of the world: rate limits and the lives of interactions. The gateway paces a library, in real time. */
  readonly clock?: Clock;
  /** Default: any free one. */
  readonly port?: number;
  /** Those that differ from the real ones; `scaleLimits` makes all windows shorter. */
  readonly limits?: Partial<DiscordLimits>;
}

/** Starts a Discord of one server on 127.0.0.1, as strict as the real one. */
export async function startLocalDiscord(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  const world = createFirstWorld(options.clock ?? systemClock, {
    ...DISCORD_LIMITS,
    ...options.limits,
  });
  const book = createCommandBook(() => world.publish({ kind: 'commands' }));
  const desk = createInteractions(world);
  const faults = createFaultPlan();
  const log = createCallLog();
  const token = tokenOf(world);

  const server = createServer();
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A TCP server's address is never a string.
  world.origin = `http://127.0.0.1:${port}`;
  const url = `ws://127.0.0.1:${port}/gateway`;

  const gateway = startGateway({ server, world, token, url });
  const site = { world, interactions: desk, commands: book, gatewayUrl: url };
  const rest = createRestHandler({
    site,
    routes: createRoutes(world),
    token,
    faults,
    note: log.note,
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!serveAttachment(world, request, response)) void rest(request, response);
  });

  const modals = createModals(world, desk);
  const controls: DiscordControls = {
    ...createWorldControls(world),
    ...createGatewayControls(world, gateway),
    calls: log.calls,
    faults,
    modal: modals.modal,
    submitModal: modals.submitModal,
  };
  const { say, edit, remove } = createClientMessages(world);
  return {
    name: 'discord',
    apiUrl: `${world.origin}/api`,
    token,
    me: toPerson(world, world.meId),
    bot: toPerson(world, world.botId),
    people: () => [...world.users.keys()].map((id) => toPerson(world, id)),
    rooms: () => visibleRooms(world),
    history(roomId, viewerId = world.meId) {
      const messages = [...findChannel(world, roomId).messages.values()];
      return messages
        .filter((message) => isVisibleTo(message, viewerId))
        .map((message) => toShownMessage(world, message));
    },
    file: (roomId, messageId, index) =>
      findChannel(world, roomId).messages.get(messageId)?.attachments[index]?.bytes,
    say: async (said) => toShownMessage(world, say(said)),
    edit: async (roomId, messageId, text) => edit(roomId, messageId, text),
    remove: async (roomId, messageId) => remove(roomId, messageId),
    ...createClientInteractions(world, book, desk, modals),
    controls,
    isOnline: gateway.isOnline,
    watch: (listener, viewerId = world.meId) =>
      world.subscribe((event) => {
        const change = toChange(world, event, viewerId);
        if (change) listener(change);
      }),
    async stop() {
      gateway.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** In the shape of a bot's token. Random, so that no page in a browser can connect as the bot. */
function tokenOf({ botId }: World): string {
  return [
    Buffer.from(botId).toString('base64url'),
    'local',
    randomBytes(20).toString('base64url'),
  ].join('.');
}

/** Rooms of the person at the keyboard: other people's direct channels are not. */
function visibleRooms(world: World) {
  const channels = [...world.channels.values()];
  const mine = channels.filter(
    ({ kind, recipients }) => kind !== 'direct' || recipients.includes(world.meId),
  );
  return mine.map((channel) => toRoom(world, channel));
}
