import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { commandBook } from './command-book.ts';
import { startGateway } from './gateway/gateway.ts';
import { intent } from './gateway/intents.ts';
import { callLog } from './http/call-log.ts';
import { faultPlan } from './http/faults.ts';
import { serveAttachment } from './http/serve-attachment.ts';
import { serveRest } from './http/serve-rest.ts';
import { interactions } from './interactions.ts';
import { type DiscordLimits, discordLimits } from './limits.ts';
import type { LocalDiscord, PrivilegedIntent } from './local-discord.ts';
import { interact } from './people/interact.ts';
import { knobs } from './people/knobs.ts';
import { isFor, shownChange, shownMessage, shownPerson, shownRoom } from './people/shown.ts';
import { channelOf, talk } from './people/talk.ts';
import { allRoutes } from './routes/index.ts';
import { seedWorld } from './seed.ts';
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

const INTENT_BITS: Readonly<Record<PrivilegedIntent, number>> = {
  GuildMembers: intent.guildMembers,
  GuildPresences: intent.guildPresences,
  MessageContent: intent.messageContent,
};

/** Starts a Discord of one server on 127.0.0.1, as strict as the real one. */
export async function startLocalDiscord(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  const world = seedWorld(options.clock ?? systemClock, { ...discordLimits, ...options.limits });
  const book = commandBook(() => world.publish({ kind: 'commands' }));
  const desk = interactions(world);
  const faults = faultPlan();
  const log = callLog();
  const token = tokenOf(world);
  let deniedIntents = 0;

  const server = createServer();
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A TCP server's address is never a string.
  world.origin = `http://127.0.0.1:${port}`;
  const url = `ws://127.0.0.1:${port}/gateway`;

  const gateway = startGateway({ server, world, token, url, deniedIntents: () => deniedIntents });
  const site = { world, interactions: desk, commands: book, gatewayUrl: url };
  const rest = serveRest({ site, routes: allRoutes(world), token, faults, note: log.note });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!serveAttachment(world, request, response)) void rest(request, response);
  });

  const { say, edit, remove } = talk(world);
  return {
    name: 'discord',
    apiUrl: `${world.origin}/api`,
    token,
    me: shownPerson(world, world.meId),
    bot: shownPerson(world, world.botId),
    calls: log.calls,
    faults,
    people: () => [...world.users.keys()].map((id) => shownPerson(world, id)),
    rooms: () => visibleRooms(world),
    history(roomId, viewerId = world.meId) {
      const messages = [...channelOf(world, roomId).messages.values()];
      return messages
        .filter((message) => isFor(message, viewerId))
        .map((message) => shownMessage(world, message));
    },
    file: (roomId, messageId, index) =>
      channelOf(world, roomId).messages.get(messageId)?.attachments[index]?.bytes,
    say: async (said) => shownMessage(world, say(said)),
    edit: async (roomId, messageId, text) => edit(roomId, messageId, text),
    remove: async (roomId, messageId) => remove(roomId, messageId),
    ...interact(world, book, desk),
    ...knobs(world),
    isOnline: gateway.isOnline,
    watch: (listener, viewerId = world.meId) =>
      world.subscribe((event) => {
        const change = shownChange(world, event, viewerId);
        if (change) listener(change);
      }),
    freeze: gateway.freeze,
    disconnect: gateway.disconnect,
    askToReconnect: gateway.askToReconnect,
    invalidateSessions: gateway.invalidateSessions,
    denyIntents(intents) {
      deniedIntents = intents.reduce((bits, name) => bits | INTENT_BITS[name], 0);
      world.mayReadContent = !intents.includes('MessageContent');
    },
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
  return mine.map((channel) => shownRoom(world, channel));
}
