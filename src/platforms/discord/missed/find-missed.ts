import type { Client, Guild } from 'discord.js';
import type { Clock } from '../../../lib/clock.ts';
import { compareIds } from '../../../lib/compare-ids.ts';
import { fieldsReader, listReader } from '../../../lib/json-reader.ts';
import type { Log } from '../../../lib/log.ts';
import { idReader, userReader } from '../inbound/raw-content.ts';
import type { RequestBudget } from './request-budget.ts';
import { type MissedRange, type SearchFilter, searchServer } from './search-server.ts';

interface FindMissedParts {
  readonly client: Client;
  readonly ownId: string;
  readonly range: MissedRange;
  /** The direct channels that the bot knows. */
  readonly directIds: readonly string[];
  readonly budget: RequestBudget;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** The data of a message as an event of the gateway has it, with its server and its author's membership. */
type MessageData = Readonly<Record<string, unknown>>;

const MAX_MESSAGES = 200;
const PAGE = '100';

const headReader = fieldsReader(
  {
    id: idReader,
    author: userReader,
    message_reference: fieldsReader({ message_id: idReader }),
  },
  'id',
  'author',
);
const threadsReader = fieldsReader({
  threads: listReader(fieldsReader({ id: idReader, last_message_id: idReader }, 'id')),
  members: listReader(fieldsReader({ id: idReader }, 'id')),
});

/**
 * Finds the messages of a time in which no session told of them: those that address the bot, and all in the threads and
 * direct chats that it takes part in. The oldest first, without those that the bot replied to.
 */
export async function findMissed(parts: FindMissedParts): Promise<readonly MessageData[]> {
  const { client, ownId, range, directIds, budget, log } = parts;
  const found: MessageData[] = [];
  const members = new Map<string, unknown>();
  const searched: Guild[] = [];

  const isNewer = (id: string | null | undefined) =>
    Boolean(id) && compareIds(id ?? '', range.sinceId) > 0;

  function add(messages: readonly unknown[], serverId?: string): void {
    for (const message of messages) {
      const { id } = headReader(message) ?? {};
      const isInRange = id !== undefined && isNewer(id) && compareIds(id, range.beforeId) < 0;
      if (isInRange && found.length < MAX_MESSAGES && !found.some((each) => each.id === id))
        found.push({ ...Object(message), ...(serverId ? { guild_id: serverId } : {}) });
    }
  }

  async function readChannel(channelId: string, serverId?: string): Promise<void> {
    const query = { after: range.sinceId, limit: PAGE };
    const messages = await budget.get(`/channels/${channelId}/messages`, query);
    if (Array.isArray(messages)) add(messages, serverId);
  }

  async function readThreads(server: Guild): Promise<void> {
    const hasNewer = server.channels.cache.some(
      (channel) => channel.isThread() && isNewer(channel.lastMessageId),
    );
    if (!hasNewer) return;
    const answer = threadsReader(await budget.get(`/guilds/${server.id}/threads/active`));
    const joined = new Set(answer?.members?.map(({ id }) => id));
    for (const { id, last_message_id: lastId } of answer?.threads ?? [])
      if (joined.has(id) && isNewer(lastId)) await readChannel(id, server.id);
  }

  /** `false`: the server has no search. */
  async function search(server: Guild, filter: SearchFilter): Promise<boolean> {
    const messages = await searchServer(server.id, filter, range, parts);
    add(messages ?? [], server.id);
    return messages !== undefined;
  }

  /** What addresses the bot without a mention of it: of its role, or a reply that notifies nobody. */
  async function readOtherWays(server: Guild): Promise<void> {
    await search(server, { replied_to_user_id: ownId });
    const roleId = server.roles.botRoleFor(ownId)?.id;
    if (roleId !== undefined) await search(server, { mentions_role_id: roleId });
  }

  async function readServer(server: Guild): Promise<void> {
    const newer = server.channels.cache.filter(
      (channel) => channel.isTextBased() && isNewer(channel.lastMessageId),
    );
    if (newer.size === 0) return;
    if (await search(server, { mentions: ownId })) searched.push(server);
    else {
      const own = [...newer.values()].filter((channel) => !channel.isThread());
      for (const channel of own) await tryTo(() => readChannel(channel.id, server.id));
    }
    await readThreads(server);
  }

  /** One place that cannot be read must not hide the others. */
  async function tryTo(read: () => Promise<void>): Promise<void> {
    if (!budget.isLeft()) return;
    await read().catch((error: Error) =>
      log.debug({ error: error.message }, 'discord: a place was not searched for missed messages'),
    );
  }

  /** Without it, nobody knows which roles the author has. */
  async function addMember(message: MessageData): Promise<MessageData> {
    const { author } = headReader(message) ?? {};
    const { guild_id: serverId } = message;
    if (!author || typeof serverId !== 'string' || message.webhook_id) return message;
    const key = `${serverId}/${author.id}`;
    if (!members.has(key))
      members.set(
        key,
        await budget.get(`/guilds/${serverId}/members/${author.id}`).catch(() => undefined),
      );
    const member = members.get(key);
    return member ? { ...message, member } : message;
  }

  for (const server of client.guilds.cache.values()) await tryTo(() => readServer(server));
  for (const id of directIds) await tryTo(() => readChannel(id));
  // They are rarer, so they come after the mentions everywhere.
  for (const server of searched) await tryTo(() => readOtherWays(server));

  const answered = new Set(
    found.flatMap((message) => {
      const { author, message_reference: reference } = headReader(message) ?? {};
      return author?.id === ownId ? (reference?.message_id ?? []) : [];
    }),
  );
  const open = found
    .filter((message) => headReader(message)?.author.id !== ownId)
    .filter(({ id }) => !answered.has(String(id)))
    .sort((a, b) => compareIds(String(a.id), String(b.id)));

  const complete: MessageData[] = [];
  for (const message of open) complete.push(await addMember(message));
  return complete;
}
