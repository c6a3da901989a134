import { ApiError } from '../api-error.ts';
import { STARTS_PER_DAY } from '../gateway/sharding.ts';
import { ok, type Route, type RouteContext } from '../http/route.ts';
import { toUserJson, toUserJsonById } from '../json/user-json.ts';
import type { Json } from '../json.ts';
import type { World } from '../world.ts';
import { readPathId } from './read-ids.ts';

/** The flags of an application in fewer than 100 servers that has these privileged intents. */
const LIMITED_CONTENT_FLAG = 1 << 19;
const LIMITED_MEMBERS_FLAG = 1 << 15;

/** The routes of the bot itself, of other users, and of the gateway's address. */
export const applicationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/gateway',
    needsNoToken: true,
    handle: ({ gatewayUrl }) => ok({ url: gatewayUrl }),
  },
  { method: 'GET', path: '/gateway/bot', handle: getGatewayForBot },
  {
    method: 'GET',
    path: '/users/@me',
    handle: ({ world }) => ok({ ...toUserJsonById(world, world.botId), verified: true }),
  },
  { method: 'GET', path: '/users/@me/guilds', handle: ({ world }) => ok(toOwnGuildsJson(world)) },
  {
    method: 'GET',
    path: '/users/:user',
    handle({ world }, call) {
      const user = world.users.get(readPathId(call, 'user'));
      if (!user) throw ApiError.unknownUser();
      return ok(toUserJson(user));
    },
  },
  { method: 'GET', path: '/applications/@me', handle: ({ world }) => ok(toApplicationJson(world)) },
  {
    method: 'GET',
    path: '/oauth2/applications/@me',
    handle: ({ world }) => ok(toApplicationJson(world)),
  },
];

function getGatewayForBot({ gatewayUrl, sharding }: RouteContext) {
  const session_start_limit = {
    total: STARTS_PER_DAY,
    remaining: sharding.remainingStarts,
    reset_after: 86_400_000,
    max_concurrency: sharding.maxConcurrency,
  };
  return ok({ url: gatewayUrl, shards: sharding.recommended, session_start_limit });
}

function toOwnGuildsJson({ guilds, botId }: World): Json[] {
  const ownGuilds = [...guilds.values()].filter((guild) => guild.members.has(botId));
  return ownGuilds.map(({ id, name }) => ({
    id,
    name,
    icon: null,
    banner: null,
    owner: false,
    permissions: '0',
    features: [],
  }));
}

function toApplicationJson(world: World): Json {
  return {
    id: world.botId,
    name: world.users.get(world.botId)?.name,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: LIMITED_MEMBERS_FLAG | (world.canReadContent ? LIMITED_CONTENT_FLAG : 0),
    owner: toUserJsonById(world, world.meId),
    bot: toUserJsonById(world, world.botId),
    team: null,
    approximate_guild_count: world.guilds.size,
    install_params: { scopes: ['bot', 'applications.commands'], permissions: '0' },
    integration_types_config: world.isPersonalInstallAllowed ? { 0: {}, 1: {} } : { 0: {} },
  };
}
