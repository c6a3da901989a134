import type { WebSocketManagerOptions } from 'discord.js';
import { fieldsReader, integerReader } from '../../../../lib/json-reader.ts';
import { DiscordError } from '../discord-error.ts';

type ShardManager = Parameters<NonNullable<WebSocketManagerOptions['buildStrategy']>>[0];
type GatewayInformation = Awaited<ReturnType<ShardManager['fetchGatewayInformation']>>;

/** The names of the manager's events. */
const READY = 'ready' as Parameters<ShardManager['on']>[0];
const RESUMED = 'resumed' as Parameters<ShardManager['on']>[0];
/** Discord asks for one shard for each 1,000 servers. A larger number is none of Discord's. */
const MAX_SHARDS = 5_000;
const MAX_ADDRESS_LENGTH = 2_000;

const limitReader = fieldsReader({
  total: integerReader,
  remaining: integerReader,
  reset_after: integerReader,
  max_concurrency: integerReader,
});

interface CheckOptions {
  /** Asks for the response. Absent: the manager does. */
  readonly ask?: () => Promise<unknown>;
  /** Gets the number of shards that Discord recommends. */
  readonly onRecommended?: (shards: number) => void;
  /** A session may go on, so that none of those that are left today is needed. */
  readonly mayResume?: boolean;
}

/**
 * Fault: @discordjs/ws takes the response of `GET /gateway/bot` and the address for resuming in
 * READY for granted. It fails on a response without limits, and throws on an unusable address where
 * no caller can catch the error. It tries a dead address for resuming without end.
 *
 * Seen in: @discordjs/ws 1.2.3.
 *
 * Change: replaces `fetchGatewayInformation` of the manager, which reads the response, fills in what
 * is missing, and rejects for an unusable address or, unless one may be resumed, when no session is left; and `retrieveSessionInfo` of its options, which
 * leaves out an unusable address for resuming, and any at every other attempt. Call it while the manager builds its strategy.
 *
 * Can go: when @discordjs/ws checks both.
 */
export function checkGatewayAddress(
  manager: ShardManager,
  { ask, onRecommended, mayResume = false }: CheckOptions = {},
): void {
  const { retrieveSessionInfo } = manager.options;
  let information: Promise<GatewayInformation> | undefined;

  manager.fetchGatewayInformation = (force = false) => {
    if (force || !information)
      information = (ask ?? (() => manager.options.rest.get('/gateway/bot')))().then((response) => {
        // Asked again, it is for a new session.
        const read = readGatewayInformation(response, mayResume && !force);
        onRecommended?.(read.shards);
        return read;
      });
    return information;
  };

  // A shard asks for its session before each attempt to connect.
  let attempts = 0;
  const onSuccess = () => {
    attempts = 0;
  };
  manager.on(READY, onSuccess).on(RESUMED, onSuccess);

  Object.assign(manager.options, {
    async retrieveSessionInfo(shardId: number) {
      const session = await retrieveSessionInfo(shardId);
      attempts += 1;
      // Every other attempt goes to the usual address: that for resuming may be dead.
      const isTurn = attempts % 2 === 1;
      if (!session || (isTurn && isGatewayAddress(session.resumeURL))) return session;
      // Without this address, @discordjs/ws resumes at the address of `GET /gateway/bot`.
      return { ...session, resumeURL: undefined };
    },
  });
}

/**
 * Reads the response of `GET /gateway/bot`.
 *
 * @throws A `DiscordError` when it has no usable address, or allows no session.
 */
export function readGatewayInformation(response: unknown, mayResume = false): GatewayInformation {
  const { url, shards, session_start_limit: limit } = Object(response);
  if (!isGatewayAddress(url)) {
    throw new DiscordError(
      `Discord: GET /gateway/bot gave no address of a gateway (${describe(response, url)}). Look at DISCORD_API_URL and HTTPS_PROXY, or tell the person who runs that server.`,
      { kind: 'server' },
    );
  }

  const {
    total = 1_000,
    remaining = total,
    reset_after = 0,
    max_concurrency = 1,
  } = limitReader(limit) ?? {};
  if (remaining < 1 && !mayResume) throw noSessionsError({ total, reset_after });
  const shardCount = integerReader(shards) ?? 1;

  return {
    url,
    shards: shardCount >= 1 && shardCount <= MAX_SHARDS ? shardCount : 1,
    session_start_limit: {
      total,
      // @discordjs/ws connects only where one is left.
      remaining: Math.max(1, remaining),
      reset_after: Math.max(0, reset_after),
      max_concurrency: Math.max(1, max_concurrency),
    },
  };
}

/** Discord gives new sessions after at most a day. In hours, the log says the same at each attempt. */
export function noSessionsError({
  total,
  reset_after: resetAfterMs,
}: Pick<GatewayInformation['session_start_limit'], 'total' | 'reset_after'>): DiscordError {
  const hours = Math.max(1, Math.ceil(resetAfterMs / 3_600_000));
  return new DiscordError(
    `Discord: this bot has begun all ${total} sessions that Discord allows in a day, and gets new ones within ${hours} h. Look for a program with this DISCORD_TOKEN that starts again and again.`,
    { kind: 'rate_limit' },
  );
}

/** @discordjs/ws adds a query, and ws takes no address with a fragment. */
function isGatewayAddress(address: unknown): address is string {
  if (typeof address !== 'string' || address.length > MAX_ADDRESS_LENGTH) return false;

  const url = URL.parse(address);
  return (
    url !== null && /^wss?:$/.test(url.protocol) && url.hostname !== '' && !/[?#]/.test(address)
  );
}

function describe(response: unknown, url: unknown): string {
  const isObject = typeof response === 'object' && response !== null;
  if (!isObject || response instanceof ArrayBuffer) return 'no JSON, perhaps a web page';
  return url === undefined ? 'no url' : `url is ${String(JSON.stringify(url)).slice(0, 100)}`;
}
