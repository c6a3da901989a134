import { ApiError } from '../api-error.ts';
import {
  ok,
  type Route,
  type RouteAnswer,
  type RouteCall,
  type RouteContext,
} from '../http/route.ts';
import { toChannelJson } from '../json/channel-json.ts';
import { toMessageJson } from '../json/message-json.ts';
import type { Message } from '../message.ts';
import { hasPermission } from '../permissions.ts';
import { compareSnowflakes, isSnowflake } from '../snowflakes.ts';
import type { Channel, Guild, World } from '../world.ts';
import { findPathGuild } from './find-path-channel.ts';
import { readQueryId, readQueryNumber } from './read-ids.ts';

const MAX_RESULTS = 25;
const MAX_OFFSET = 9_975;
const MAX_IDS = 100;

/** Search Guild Messages: https://docs.discord.com/developers/resources/message#search-guild-messages */
export const searchRoutes: readonly Route[] = [
  { method: 'GET', path: '/guilds/:guild/messages/search', handle: searchMessages },
];

function searchMessages({ world, search }: RouteContext, call: RouteCall): RouteAnswer {
  const guild = findPathGuild(world, call);
  // The search is for applications that may read messages.
  if (!world.canReadContent) throw ApiError.missingAccess();

  const channels = listReadable(world, guild);
  if (channels.length === 0) throw ApiError.missingAccess();
  const query = readQuery(call);
  if (search.unindexedAnswers > 0) {
    search.unindexedAnswers -= 1;
    return notIndexed(search.retryAfterSeconds);
  }

  const found = channels
    .flatMap((channel) => [...channel.messages.values()].map((message) => ({ channel, message })))
    .filter(({ channel, message }) => isFound(message, channel, query))
    .sort((a, b) => query.direction * compareSnowflakes(a.message.id, b.message.id));
  const page = found.slice(query.offset, query.offset + query.limit);
  const threads = new Set(page.map(({ channel }) => channel).filter(({ thread }) => thread));

  return ok({
    doing_deep_historical_index: false,
    total_results: found.length,
    // Each in a list of its own: there were neighbours of it once.
    messages: page.map(({ channel, message }) => {
      const { reactions: _, ...json } = toMessageJson(world, channel, message, true);
      return [json];
    }),
    threads: [...threads].map((thread) => toChannelJson(world, thread)),
    members: [],
  });
}

function listReadable(world: World, guild: Guild): readonly Channel[] {
  return [...world.channels.values()].filter(
    (channel) =>
      channel.guildId === guild.id &&
      hasPermission(world, channel, world.botId, 'viewChannel') &&
      hasPermission(world, channel, world.botId, 'readMessageHistory'),
  );
}

interface SearchQuery {
  /** A message must fit each list that is not empty, by one of its ids. */
  readonly mentions: readonly string[];
  readonly mentionedRoles: readonly string[];
  readonly repliedUsers: readonly string[];
  readonly minId: string | undefined;
  readonly maxId: string | undefined;
  readonly limit: number;
  readonly offset: number;
  readonly direction: 1 | -1;
}

function readQuery(call: RouteCall): SearchQuery {
  const { query } = call;
  const readIds = (name: string) => {
    const ids = query.getAll(name);
    if (ids.length > MAX_IDS || !ids.every(isSnowflake)) throw invalid(name);
    return ids;
  };
  const sortOrder = query.get('sort_order') ?? 'desc';
  if (sortOrder !== 'asc' && sortOrder !== 'desc') throw invalid('sort_order');
  if (!['timestamp', 'relevance'].includes(query.get('sort_by') ?? 'timestamp'))
    throw invalid('sort_by');
  const offset = Number(query.get('offset') ?? 0);
  if (!Number.isInteger(offset) || offset < 0 || offset > MAX_OFFSET) throw invalid('offset');

  return {
    mentions: readIds('mentions'),
    mentionedRoles: readIds('mentions_role_id'),
    repliedUsers: readIds('replied_to_user_id'),
    minId: readQueryId(call, 'min_id'),
    maxId: readQueryId(call, 'max_id'),
    limit: readQueryNumber(call, 'limit', MAX_RESULTS, MAX_RESULTS),
    offset,
    direction: sortOrder === 'asc' ? 1 : -1,
  };
}

function invalid(field: string): ApiError {
  const error = { code: 'BASE_TYPE_CHOICES', message: 'Value is not allowed.' };
  return ApiError.invalidForm({ [field]: { _errors: [error] } });
}

function isFound(message: Message, { messages }: Channel, query: SearchQuery): boolean {
  const { minId, maxId } = query;
  const repliedUser = messages.get(message.replyTo ?? '')?.authorId;
  const fits = (wanted: readonly string[], ids: readonly string[]) =>
    wanted.length === 0 || wanted.some((id) => ids.includes(id));
  const isNewer = minId === undefined || compareSnowflakes(message.id, minId) > 0;
  const isOlder = maxId === undefined || compareSnowflakes(message.id, maxId) < 0;
  return (
    message.onlyFor === undefined &&
    isNewer &&
    isOlder &&
    fits(query.mentions, message.mentions) &&
    fits(query.mentionedRoles, message.mentionRoles) &&
    fits(query.repliedUsers, repliedUser === undefined ? [] : [repliedUser])
  );
}

/** The index of the server is not built yet. Its status is that of a success. */
function notIndexed(retryAfterSeconds: number): RouteAnswer {
  return {
    status: 202,
    body: {
      message: 'Index not yet available. Try again later',
      code: 110_000,
      documents_indexed: 0,
      retry_after: retryAfterSeconds,
    },
  };
}
