import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { createSharedRun } from '../../../lib/shared-run.ts';
import type { RestCalls, RestRoute } from '../connection/rest-calls.ts';
import { waitOutLimits } from '../connection/wait-out-limits.ts';
import { createFailureWindow } from './failure-window.ts';
import { isThreadType } from './read-channel.ts';
import { readServer, readServerChannel } from './read-server.ts';
import type { ChannelFacts, ServerFacts, ServerSource } from './server-source.ts';

/** Servers and channels of which no gateway tells this process. It asks for them when it needs them. */
export interface RestServers extends ServerSource {
  /**
   * Asks for a channel, its server and the channel of a thread, unless they are known. Never rejects: what Discord
   * does not give stays unknown, and nobody may read it.
   */
  learn(channelId: string): Promise<void>;
}

interface RestServersParts {
  readonly calls: RestCalls;
  readonly clock: Clock;
}

/** A change of a role or a channel counts after this time. */
const KEPT_MS = 3 * 60_000;
const MAX_SERVERS = 500;
const MAX_CHANNELS = 20_000;
/** A question does not wait longer for what it refers to. */
const LONGEST_WAIT_MS = 2_000;

/** Creates a source that knows nothing yet. */
export function createRestServers({ calls, clock }: RestServersParts): RestServers {
  const servers = createExpiringMap<string, ServerFacts>({ clock, maxEntries: MAX_SERVERS });
  const channels = createExpiringMap<string, ChannelFacts>({ clock, maxEntries: MAX_CHANNELS });
  const once = createSharedRun<void>();
  const failures = createFailureWindow(clock);

  function ask(route: RestRoute): Promise<unknown> {
    const options = { purpose: 'look at a channel', rateLimitKey: route };
    const patience = { clock, longestWaitMs: LONGEST_WAIT_MS };
    return failures.tryTo(() =>
      waitOutLimits(patience, () => calls.send<unknown>('get', route, options)),
    );
  }

  function keepChannel(data: unknown, serverId?: string): ChannelFacts | undefined {
    const channel = readServerChannel(data);
    if (!channel) return undefined;
    const facts = omitUndefined({ serverId, ...channel.facts });
    channels.set(channel.id, facts, KEPT_MS);
    return facts;
  }

  async function askForServer(serverId: string): Promise<void> {
    const [server, list] = await Promise.all([
      ask(`/guilds/${serverId}`),
      ask(`/guilds/${serverId}/channels`),
    ]);
    const facts = readServer(server);
    if (facts) servers.set(serverId, facts, KEPT_MS);
    for (const each of Array.isArray(list) ? list : []) keepChannel(each, serverId);
  }

  async function learnServer(serverId: string): Promise<void> {
    if (!servers.has(serverId)) await once(serverId, () => askForServer(serverId));
  }

  async function learn(channelId: string): Promise<void> {
    const known = channels.get(channelId) ?? keepChannel(await ask(`/channels/${channelId}`));
    const { serverId, type = 0, parentId } = known ?? {};
    if (serverId === undefined) return;

    await learnServer(serverId);
    const isParentMissing = isThreadType(type) && parentId && !channels.has(parentId);
    if (isParentMissing) keepChannel(await ask(`/channels/${parentId}`), serverId);
  }

  return {
    learn: (channelId) => once(`channel ${channelId}`, () => learn(channelId)),
    server: servers.get,

    channel(channelId) {
      const channel = channels.get(channelId);
      // A direct message.
      if (channel?.serverId === undefined) return undefined;
      if (!isThreadType(channel.type ?? 0)) return channel;

      const { overwriteOf: _, ...thread } = channel;
      const parent = channels.get(channel.parentId ?? '');
      return omitUndefined({ ...thread, overwriteOf: parent?.overwriteOf });
    },
  };
}
