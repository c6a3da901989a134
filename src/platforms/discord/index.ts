import type { GatewayReadyDispatchData } from 'discord.js';
import type { Platform } from '../../contracts/platform.ts';
import { ConfigError } from '../../errors.ts';
import { sleep } from '../../lib/clock.ts';
import { type Env, readVariable } from '../../lib/env.ts';
import type { PlatformParts } from '../platform-parts.ts';
import { registerCommands } from './commands.ts';
import { createApiFinder } from './connection/api-finder.ts';
import { checkDiscord } from './connection/check.ts';
import { DiscordError } from './connection/discord-error.ts';
import { acceptEmptyAnswers } from './connection/discord-js-patches/accept-empty-answers.ts';
import { createGateway } from './connection/gateway.ts';
import { inviteUrl } from './connection/invite-url.ts';
import { loadDiscord } from './connection/load-discord.ts';
import { type MessageApi, readApis } from './connection/read-apis.ts';
import { createRestCalls } from './connection/rest-calls.ts';
import { completeOption } from './inbound/complete-option.ts';
import { fetchAttachment } from './inbound/fetch-attachment.ts';
import { listen } from './inbound/listen.ts';
import { menuName } from './menu-name.ts';
import { createAcknowledgements } from './outbound/acknowledgements.ts';
import { createDiscordSurfaces } from './outbound/surface.ts';

const READY_WITHIN_MS = 30_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** Discord's clock and ours differ; discord.js waits so much longer than a bucket asks for. */
const LIMIT_MARGIN_MS = 50;

export function createDiscord(parts: PlatformParts): Platform | undefined {
  const { env, clock, timeScale = 1 } = parts;
  const commands = parts.commands.filter(({ platform = 'discord' }) => platform === 'discord');
  const token = readToken(env);
  if (token === undefined) return undefined;
  const log = parts.log.child({ platform: 'discord' });
  const apis = readApis(env);
  const { sdk, agent } = loadDiscord(env);
  // Waiting and repeating are up to who writes: a queue inside the library would play stale edits back later.
  const restOptions = {
    ...apis[0],
    agent,
    makeRequest: acceptEmptyAnswers(sdk.DefaultRestOptions.makeRequest),
    retries: 0,
    timeout: REQUEST_TIMEOUT_MS,
    offset: LIMIT_MARGIN_MS * timeScale,
    rejectOnRateLimit: () => true,
  };
  // Of its own, since a client that lost its connection also loses its token, and answers may still be on their way.
  const rest = new sdk.REST(restOptions);
  const calls = createRestCalls({ rest, token, clock, limitMarginMs: restOptions.offset });
  const acknowledgements = createAcknowledgements({ calls, clock, log });
  const stopped = new AbortController();
  let me: { readonly ownId: string; readonly applicationId: string } | undefined;
  let stopGateway: (() => Promise<void>) | undefined;

  function use(api: MessageApi): void {
    Object.assign(restOptions, api);
    Object.assign(rest.options, api);
  }

  const findApi = createApiFinder(apis, { calls, use });

  const identity = () => {
    if (!me) throw new DiscordError('Discord: not connected yet.', { kind: 'network' });
    return me;
  };

  function onReady({ user, application, guilds }: GatewayReadyDispatchData): void {
    me = { ownId: user.id, applicationId: application?.id ?? user.id };
    const invite = inviteUrl(me.applicationId);
    log.info({ name: user.username, servers: guilds.length, invite }, 'connected to Discord');
  }

  return {
    name: 'discord',

    async start(inbox) {
      const menus = new Map(
        commands
          .filter(({ target }) => target === 'message')
          .map(({ name }) => [menuName(name), name]),
      );
      const gateway = createGateway({
        ...{ sdk, token, rest: restOptions, clock, log, onReady },
        prepare: findApi,
        attach: (client) =>
          listen(client, {
            ...{ inbox, acknowledgements, menus, clock, log, stopped: stopped.signal },
            ownId: () => identity().ownId,
            complete: (told, asked) => completeOption(told, asked, { inbox, calls, clock, log }),
          }),
      });
      stopGateway = gateway.close;
      await connect(gateway.open());
      await registerCommands(commands, { calls, applicationId: identity().applicationId, log });
    },

    async check(signal) {
      await findApi();
      return checkDiscord(calls, signal);
    },

    async stop() {
      stopped.abort();
      acknowledgements.stop();
      await stopGateway?.();
    },

    surface: createDiscordSurfaces({ calls, clock, acknowledgements, identity, timeScale }),
    fetch: (ref, signal) => fetchAttachment(ref, signal, { calls, rest }),
  };

  /** Whoever waits for the start hears of trouble in time; connecting goes on meanwhile. */
  async function connect(opening: Promise<void>): Promise<void> {
    const settled = new AbortController();
    const overdue = sleep(
      clock,
      READY_WITHIN_MS,
      AbortSignal.any([settled.signal, stopped.signal]),
    ).then(() => {
      if (settled.signal.aborted) return;
      if (stopped.signal.aborted)
        throw new DiscordError('Discord: stopped before it was ready.', { kind: 'canceled' });
      opening.catch((error: Error) =>
        log.error({ error: error.message }, 'Discord could not be reached'),
      );
      throw new DiscordError(
        `Discord was not ready within ${READY_WITHIN_MS / 1000} s. Look at the network, at HTTPS_PROXY and at DISCORD_API_URL; I go on trying.`,
        { kind: 'network' },
      );
    });
    await Promise.race([opening, overdue]).finally(() => settled.abort());
  }
}

function readToken(env: Env): string | undefined {
  const token = readVariable(env, 'DISCORD_TOKEN')?.replace(/^Bot\s+/i, '');
  if (token === undefined && readVariable(env, 'DISCORD_API_URL') !== undefined) {
    throw new ConfigError(
      'DISCORD_API_URL is set, but DISCORD_TOKEN is not. Set both, or neither.',
    );
  }
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigError(
      'DISCORD_TOKEN holds characters that no token has. Copy it again, without quotes and spaces.',
    );
  }
  return token;
}
