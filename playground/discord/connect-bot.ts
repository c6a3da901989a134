import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type CommandBook, createCommandBook } from './command-book.ts';
import type { RestCall } from './controls/call-log.ts';
import type { FaultPlan } from './controls/faults.ts';
import { createModals, type Modals } from './controls/modals.ts';
import { type Gateway, startGateway } from './gateway/gateway.ts';
import { createSharding, type Sharding } from './gateway/sharding.ts';
import { createRestHandler } from './http/rest-handler.ts';
import type { SearchIndex } from './http/route.ts';
import { createInteractions, type Interactions } from './interactions.ts';
import type { LocalDiscordBot } from './local-discord.ts';
import { createClientInteractions } from './people/client-interactions.ts';
import { toPerson } from './people/to-shown.ts';
import { createRoutes } from './routes/index.ts';
import type { World } from './world.ts';

/** One bot: its token, and everything that Discord keeps for each bot apart. */
export interface ConnectedBot extends LocalDiscordBot {
  readonly world: World;
  readonly gateway: Gateway;
  readonly sharding: Sharding;
  readonly search: SearchIndex;
  readonly modals: Modals;
  readonly interactions: Interactions;
  readonly commandBook: CommandBook;
  handleRest(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

interface ConnectBotParts {
  readonly server: Server;
  /** The world as this bot has it: `botId` is its own. */
  readonly world: World;
  /** The path of its gateway. */
  readonly path: string;
  readonly faults: FaultPlan;
  recordCall(call: RestCall): void;
}

/** Serves one bot. */
export function connectBot({ server, world, path, ...parts }: ConnectBotParts): ConnectedBot {
  const commandBook = createCommandBook(() => world.publish({ kind: 'commands' }));
  const interactions = createInteractions(world);
  const modals = createModals(world, interactions);
  const token = createToken(world);
  const sharding = createSharding();
  const search = { unindexedAnswers: 0, retryAfterSeconds: 2 };
  const gatewayUrl = `${world.origin.replace(/^http/, 'ws')}${path}`;

  return {
    person: toPerson(world, world.botId),
    token,
    world,
    modals,
    interactions,
    commandBook,
    sharding,
    search,
    gateway: startGateway({ server, world, token, url: gatewayUrl, path, sharding }),
    handleRest: createRestHandler({
      ...parts,
      context: { world, interactions, commands: commandBook, gatewayUrl, sharding, search },
      routes: createRoutes(world),
      token,
    }),
    ...createClientInteractions(world, commandBook, interactions, modals),
  };
}

/** Adds a bot to the world and to all of its servers. Gives the world as this bot has it. */
export function addBot(world: World, name: string): World {
  const botId = world.nextId();
  world.users.set(botId, { id: botId, name, isBot: true });
  for (const guild of world.guilds.values()) guild.members.set(botId, []);
  return Object.create(world, { botId: { value: botId, enumerable: true } });
}

/**
 * Finds the bot that a request is from: by its token, or by the application or the interaction in the
 * path. A request of nobody is for the first bot, which refuses it.
 */
export function findBot(
  bots: readonly [ConnectedBot, ...ConnectedBot[]],
  { headers, url = '/' }: IncomingMessage,
): ConnectedBot {
  const byToken = bots.find(({ token }) => headers.authorization === `Bot ${token}`);
  const [, applicationId] = /\/webhooks\/(\d+)\//.exec(url) ?? [];
  const [, interactionToken = ''] = /\/interactions\/\d+\/([^/?]+)/.exec(url) ?? [];
  const byPath = bots.find(
    ({ world, interactions }) =>
      world.botId === applicationId || interactions.has(interactionToken),
  );
  return byToken ?? byPath ?? bots[0];
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
