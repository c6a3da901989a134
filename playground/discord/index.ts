import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { closeServer } from '../../src/lib/web/close-server.ts';
import type { Person } from '../local-network.ts';
import { addBot, connectBot, findBot } from './connect-bot.ts';
import { createCallLog } from './controls/call-log.ts';
import type { DiscordControls } from './controls/discord-controls.ts';
import { createFaultPlan } from './controls/faults.ts';
import { createGatewayControls } from './controls/gateway-controls.ts';
import { createSpecialPosts } from './controls/special-posts.ts';
import { createWorldControls } from './controls/world-controls.ts';
import { createFirstWorld } from './first-world.ts';
import { serveAttachment } from './http/serve-attachment.ts';
import { DISCORD_LIMITS, type DiscordLimits } from './limits.ts';
import type { LocalDiscord, ShownDiscordMessage } from './local-discord.ts';
import { createClientMessages, findChannel, findMessage } from './people/client-messages.ts';
import { forward } from './people/forward.ts';
import { listVisibleFiles } from './people/list-visible-files.ts';
import { openPersonsThread } from './people/open-thread.ts';
import { isVisibleTo, toChange, toPerson, toRoom, toShownMessage } from './people/to-shown.ts';
import { mayModerate } from './permissions.ts';
import { setReaction } from './reactions.ts';
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
  /** The names of the bots besides the first one. They are members of the same server. */
  readonly moreBots?: readonly string[];
}

/** Starts a Discord with one server on 127.0.0.1. It refuses what the real Discord refuses. */
export async function startLocalDiscord(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  const limits = { ...DISCORD_LIMITS, ...options.limits };
  const world = createFirstWorld(options.clock ?? systemClock, limits);
  const faults = createFaultPlan();
  const callLog = createCallLog();

  const server = createServer();
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // The address of a TCP server is never a string.
  world.origin = `http://127.0.0.1:${port}`;

  const shared = { server, faults, recordCall: callLog.record };
  const bot = connectBot({ ...shared, world, path: '/gateway' });
  const moreBots = (options.moreBots ?? []).map((name, index) =>
    connectBot({ ...shared, world: addBot(world, name), path: `/gateway/${index + 2}` }),
  );
  const { gateway, modals } = bot;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!serveAttachment(world, request, response)) {
      void findBot([bot, ...moreBots], request).handleRest(request, response);
    }
  });

  const controls: DiscordControls = {
    ...createWorldControls(world),
    ...createGatewayControls(world, gateway, bot.sharding),
    delaySearch(unindexedAnswers, retryAfterSeconds) {
      Object.assign(bot.search, { unindexedAnswers, retryAfterSeconds });
    },
    ...createSpecialPosts(world),
    calls: callLog.calls,
    faults,
    fullestWindows: world.fullestWindows.read,
    modal: modals.modal,
    submitModal: modals.submitModal,
  };
  const messages = createClientMessages(world);

  return {
    name: 'discord',
    apiUrl: `${world.origin}/api`,
    token: bot.token,
    me: toPerson(world, world.meId),
    bot: bot.person,
    moreBots,
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
    commands: bot.commands,
    messageCommands: bot.messageCommands,
    run: bot.run,
    complete: bot.complete,
    press: bot.press,
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
      for (const each of [bot, ...moreBots]) each.gateway.stop();
      await closeServer(server);
    },
  };
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
