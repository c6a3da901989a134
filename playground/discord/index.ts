import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import type { Person } from '../local-network.ts';
import { createCommandBook } from './command-book.ts';
import { createCallLog } from './controls/call-log.ts';
import type { DiscordControls } from './controls/discord-controls.ts';
import { createFaultPlan } from './controls/faults.ts';
import { createGatewayControls } from './controls/gateway-controls.ts';
import { createModals } from './controls/modals.ts';
import { createSpecialPosts } from './controls/special-posts.ts';
import { createWorldControls } from './controls/world-controls.ts';
import { createFirstWorld } from './first-world.ts';
import { startGateway } from './gateway/gateway.ts';
import { createRestHandler } from './http/rest-handler.ts';
import { serveAttachment } from './http/serve-attachment.ts';
import { createInteractions } from './interactions.ts';
import { DISCORD_LIMITS, type DiscordLimits } from './limits.ts';
import type { LocalDiscord, ShownDiscordMessage } from './local-discord.ts';
import { createClientInteractions } from './people/client-interactions.ts';
import { createClientMessages, findChannel, findMessage } from './people/client-messages.ts';
import { forward } from './people/forward.ts';
import { listVisibleFiles } from './people/list-visible-files.ts';
import { openPersonsThread } from './people/open-thread.ts';
import { isVisibleTo, toChange, toPerson, toRoom, toShownMessage } from './people/to-shown.ts';
import { mayModerate } from './permissions.ts';
import { setReaction } from './reactions.ts';
import { createRoutes } from './routes/index.ts';
import type { World } from './world.ts';

export { scaleLimits } from './limits.ts';
export type { LocalDiscord } from './local-discord.ts';

/** The options of `startLocalDiscord`. */
export interface LocalDiscordOptions {
  /**
   * The clock of the world: rate limits and the lifetimes of interactions follow it. The gateway
   * paces a client library, so it always follows the real time.
   */
  readonly clock?: Clock;
  /** Default: any free port. */
  readonly port?: number;
  /** The limits that differ from the real ones. `scaleLimits` makes all windows shorter. */
  readonly limits?: Partial<DiscordLimits>;
}

/** Starts a Discord with one server on 127.0.0.1. It refuses what the real Discord refuses. */
export async function startLocalDiscord(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  const limits = { ...DISCORD_LIMITS, ...options.limits };
  const world = createFirstWorld(options.clock ?? systemClock, limits);
  const commands = createCommandBook(() => world.publish({ kind: 'commands' }));
  const interactions = createInteractions(world);
  const modals = createModals(world, interactions);
  const faults = createFaultPlan();
  const callLog = createCallLog();
  const token = createToken(world);

  const server = createServer();
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // The address of a TCP server is never a string.
  world.origin = `http://127.0.0.1:${port}`;
  const gatewayUrl = `ws://127.0.0.1:${port}/gateway`;

  const gateway = startGateway({ server, world, token, url: gatewayUrl });
  const handleRest = createRestHandler({
    context: { world, interactions, commands, gatewayUrl },
    routes: createRoutes(world),
    token,
    faults,
    recordCall: callLog.record,
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!serveAttachment(world, request, response)) void handleRest(request, response);
  });

  const controls: DiscordControls = {
    ...createWorldControls(world),
    ...createGatewayControls(world, gateway),
    ...createSpecialPosts(world),
    calls: callLog.calls,
    faults,
    modal: modals.modal,
    submitModal: modals.submitModal,
  };
  const messages = createClientMessages(world);

  return {
    name: 'discord',
    apiUrl: `${world.origin}/api`,
    token,
    me: toPerson(world, world.meId),
    bot: toPerson(world, world.botId),
    controls,
    people: () => listPeople(world),
    rooms: () => listRooms(world),
    history: (roomId, viewerId = world.meId) => listMessages(world, roomId, viewerId),
    file(roomId, messageId, index) {
      const message = findChannel(world, roomId).messages.get(messageId);
      return message && listVisibleFiles(message)[index]?.bytes;
    },
    say: async (message) => toShownMessage(world, messages.say(message)),
    edit: async (roomId, messageId, text) => messages.edit(roomId, messageId, text),
    forward: async (call) => toShownMessage(world, forward(world, messages, call)),
    async react({ roomId, messageId, authorId = world.meId, emoji, isRemoved = false }) {
      const message = findMessage(findChannel(world, roomId), messageId, authorId);
      setReaction(world, message, { emoji, userId: authorId, isSet: !isRemoved });
    },
    openThread: async (call) => toRoom(world, openPersonsThread(world, call)),
    remove: async (roomId, messageId) => messages.remove(roomId, messageId),
    ...createClientInteractions(world, commands, interactions, modals),
    form: (personId = world.meId) => modals.find(personId),
    submitForm: ({ authorId, values }) => modals.submitModal(values, authorId),
    closeForm: (personId = world.meId) => modals.close(personId),
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

/**
 * A token in the shape of a bot's. It is random, so that no page in a browser can connect as the
 * bot.
 */
function createToken({ botId }: World): string {
  return [
    Buffer.from(botId).toString('base64url'),
    'local',
    randomBytes(20).toString('base64url'),
  ].join('.');
}

/** Everybody, with the roles in the first server. */
function listPeople(world: World): readonly Person[] {
  const [server] = world.guilds.values();
  return [...world.users.values()].map(({ id, isBot }) => {
    const person = toPerson(world, id);
    if (!server || isBot) return person;
    if (server.ownerId === id) return { ...person, role: 'owner' };
    return mayModerate(server, id) ? { ...person, role: 'moderator' } : person;
  });
}

/** The rooms of the person at the keyboard, without the direct channels of other people. */
function listRooms(world: World) {
  const channels = [...world.channels.values()];
  const ownChannels = channels.filter(
    ({ kind, recipients }) => kind !== 'direct' || recipients.includes(world.meId),
  );
  return ownChannels.map((channel) => toRoom(world, channel));
}

function listMessages(world: World, roomId: string, viewerId: string): ShownDiscordMessage[] {
  const messages = [...findChannel(world, roomId).messages.values()];
  return messages
    .filter((message) => isVisibleTo(message, viewerId))
    .map((message) => toShownMessage(world, message));
}
