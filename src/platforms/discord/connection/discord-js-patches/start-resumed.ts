import type { Client } from 'discord.js';
import type { Sdk } from '../load-discord.ts';
import type { SavedSession } from '../shards/shard-session.ts';

/** The private parts of `client.ws` that end the wait for READY. */
interface Waiting {
  readonly status: number;
  triggerClientReady(): void;
}

/** discord.js' number of a client that is ready. */
const READY = 0;

/**
 * Fault: discord.js learns only from READY who the bot is, and handles nothing before it: a session that another
 * process began has none, so discord.js queues all of its events without end.
 *
 * Seen in: discord.js 14.28.1.
 *
 * Change: sets the user and the application of the client from what the earlier process got, and makes the client ready
 * when its session was resumed. Call it before the client connects.
 *
 * Can go: when a client of discord.js can begin with a resumed session.
 */
export function startResumed(
  { ClientUser, ClientApplication }: Sdk,
  client: Client,
  { user, application }: Pick<SavedSession, 'user' | 'application'>,
): void {
  const ownUser = Reflect.construct(ClientUser, [client, user]);
  client.user = ownUser;
  client.users.cache.set(ownUser.id, ownUser);
  client.application = Reflect.construct(ClientApplication, [client, application]);

  const waiting = client.ws as unknown as Waiting;
  client.on('shardResume', () => {
    if (waiting.status !== READY) waiting.triggerClientReady();
  });
}
