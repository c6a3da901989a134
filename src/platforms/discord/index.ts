import type { GatewayReadyDispatchData } from 'discord.js';
import type { Inbox } from '../../contracts/inbox.ts';
import type {
  BotAccount,
  ConnectionMemory,
  OnConnection,
  Platform,
} from '../../contracts/platform.ts';
import { fieldsReader } from '../../lib/json-reader.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { PlatformParts } from '../platform-parts.ts';
import { registerCommands } from './commands.ts';
import { connectShards, type ShardConnections } from './connect-shards.ts';
import { createApiFinder } from './connection/api-finder.ts';
import { checkDiscord } from './connection/check.ts';
import { DiscordError } from './connection/discord-error.ts';
import { switchApi } from './connection/discord-js-patches/switch-api.ts';
import { createFileHosts } from './connection/file-hosts.ts';
import { inviteUrl } from './connection/invite-url.ts';
import { loadDiscord } from './connection/load-discord.ts';
import { askForOwnAccount, type OwnAccount } from './connection/own-account.ts';
import { createOwnerIds } from './connection/owner-ids.ts';
import { readApis } from './connection/read-apis.ts';
import { readToken } from './connection/read-token.ts';
import { createRequestTurns } from './connection/request-turns.ts';
import { createRestCalls } from './connection/rest-calls.ts';
import { fixedRestOptions } from './connection/rest-options.ts';
import { readShards } from './connection/shards/read-shards.ts';
import type { SavedSession } from './connection/shards/shard-session.ts';
import { shareAnswers } from './connection/share-answers.ts';
import { waitUntilReady } from './connection/wait-until-ready.ts';
import { createChannelFetcher } from './inbound/channel-fetcher.ts';
import { completeOption } from './inbound/complete-option.ts';
import { createEventReceiver } from './inbound/event-receiver.ts';
import { fetchAttachment } from './inbound/fetch-attachment.ts';
import { CACHED_EVENTS } from './inbound/guild-cache.ts';
import { createGuildCacheFinder } from './inbound/guild-cache-finder.ts';
import { createMessageArchive } from './inbound/message-archive.ts';
import { createMessageSource } from './inbound/message-source.ts';
import { createPersonLocales } from './inbound/person-locales.ts';
import { idReader, nameReader } from './inbound/raw-content.ts';
import { createRestServers } from './inbound/rest-servers.ts';
import { createServerNames } from './inbound/server-names.ts';
import { createThreadParents } from './inbound/thread-parents.ts';
import { commandsByMenuName } from './menu-name.ts';
import { readMissed } from './missed/read-missed.ts';
import { createAcknowledgements } from './outbound/acknowledgements.ts';
import { overallLimit } from './outbound/budgets.ts';
import { openDirect } from './outbound/open-direct.ts';
import { openThread } from './outbound/open-thread.ts';
import { createDiscordSurfaces } from './outbound/surface.ts';
import { readRequestsPerSecond } from './read-requests-per-second.ts';

/** Discord's clock and ours differ. discord.js waits this much longer than a bucket asks for. */
const LIMIT_MARGIN_MS = 50;

/**
 * The bot on Discord, or on a server that is compatible with it. `undefined`: Discord is not set
 * up.
 */
export function createDiscord(parts: PlatformParts): Platform | undefined {
  const { env, name = 'discord', clock, timeScale = 1 } = parts;
  const commands = parts.commands.filter(({ platform = 'discord' }) => platform === 'discord');

  const token = readToken(env);
  if (token === undefined) return undefined;

  const log = parts.log.child({ platform: name });
  const apis = readApis(env);
  const shards = readShards(env);
  const overall = overallLimit(readRequestsPerSecond(env), timeScale);
  const missed = readMissed(env);
  const { sdk, agent } = loadDiscord(env);
  const limitMarginMs = LIMIT_MARGIN_MS * timeScale;
  const fixedOptions = fixedRestOptions({ sdk, agent }, overall.calls);
  const restOptions = { ...apis[0], ...fixedOptions, offset: limitMarginMs };

  // Not the `REST` of the gateway's client: it loses its token with the connection, while answers
  // may still be under way.
  const rest = new sdk.REST(restOptions);
  const turns = createRequestTurns(clock, overall);
  const ownCalls = createRestCalls({ rest, token, turns, clock, limitMarginMs });
  const calls = shareAnswers(ownCalls, clock);

  const findApi = createApiFinder(apis, {
    calls,
    switchTo(api) {
      switchApi(rest, api);
      // The next client of the gateway is created with these.
      Object.assign(restOptions, api);
    },
  });

  const acknowledgements = createAcknowledgements({ calls, clock, log });
  const stopping = new AbortController();
  const source = createMessageSource({ calls, clock });
  const hosts = createFileHosts(apis);
  const channelFetcher = createChannelFetcher(clock);
  const restServers = createRestServers({ calls, clock });
  const names = createServerNames(clock);
  const writers = createServerNames(clock);
  const locales = createPersonLocales(clock);
  const owners = createOwnerIds({ calls, clock, log });
  let ownIdentity: OwnIdentity | undefined;
  let checkedAccount: CheckedAccount | undefined;
  let connection: { readonly shards: ShardConnections; readonly opened: Promise<void> } | undefined;

  function identity() {
    if (!ownIdentity) throw new DiscordError('Discord: not connected yet.', { kind: 'network' });
    return ownIdentity;
  }

  /** Returns the page on which people invite the bot. */
  function setIdentity(own: OwnAccount, gateway?: string): string | undefined {
    const link = inviteUrl(own.applicationId, apis[0].api, gateway);
    ownIdentity = { ...own, link };
    return link;
  }

  function onReady(ready: GatewayReadyDispatchData): void {
    const { user, application, guilds, resume_gateway_url: gateway } = ready;
    const applicationId = application?.id ?? user.id;
    const invite = setIdentity({ ownId: user.id, applicationId, name: user.username }, gateway);

    log.info({ name: user.username, servers: guilds.length, invite }, 'discord: connected');
    void owners.load();
  }

  /** The servers are known when something happens in them. */
  function onSaved({ user, application }: SavedSession): void {
    const { id: ownId = '', username = '' } = ownUserReader(user) ?? {};
    const applicationId = ownUserReader(application)?.id ?? ownId;
    if (!ownIdentity) setIdentity({ ownId, applicationId, name: username });
    void owners.load();
  }

  function account(): BotAccount | undefined {
    if (!ownIdentity) return checkedAccount && { ...checkedAccount, ownerIds: owners.list() };
    const { ownId: id, name, link } = ownIdentity;
    return omitUndefined({ id, name, link, ownerIds: owners.list() });
  }

  /** What this process knows of servers. `undefined`: it does not know who the bot is. */
  function knownServers() {
    const clientFor = (channelId: string) => connection?.shards.clientFor(channelId);
    const parts = { clientFor, channelFetcher, restServers, locales, names, writers };
    return (
      ownIdentity && { cacheFor: createGuildCacheFinder({ ...parts, ownId: ownIdentity.ownId }) }
    );
  }

  const connect = (
    inbox: Inbox,
    onConnection: OnConnection = () => {},
    memory?: ConnectionMemory,
  ) => {
    if (memory) acknowledgements.join(memory.fleet);
    const parents = createThreadParents({ memory, name, clock, log });
    const all = connectShards({
      ...{ sdk, token, calls, turns, clock, log, shards, missed, memory, name, timeScale, inbox },
      rest: restOptions,
      handledEvents: CACHED_EVENTS,
      stopped: stopping.signal,
      beforeConnect: findApi,
      onReady,
      onSaved,
      onConnection,
      listening: {
        ...{ acknowledgements, channelFetcher, parents, names, locales, clock, log },
        menuCommands: commandsByMenuName(commands),
        stopped: stopping.signal,
        ownId: () => identity().ownId,
        onCompletion: (interaction, request) =>
          completeOption(interaction, request, { inbox, calls, clock, log }),
      },
    });
    return { shards: all, opened: all.open() };
  };

  async function startWriting(memory?: ConnectionMemory): Promise<void> {
    if (memory) acknowledgements.join(memory.fleet);
    await findApi();
    const { ownerIds, gateway, ...own } = await askForOwnAccount(calls);
    setIdentity(own, gateway);
    owners.take(ownerIds);
    await owners.load();
  }

  return {
    name: 'discord',
    abilities:
      'Messages here show Markdown: headings, lists, quotes, code, links, spoilers and small tables, but no pictures and no HTML.',
    botName: () => ownIdentity?.name,
    identity: account,
    openDirect: (personId, signal) => openDirect(personId, signal, calls),
    archive: createMessageArchive({ source, servers: knownServers, clock, log }),
    openThread: (address, signal) => openThread(address, signal, calls),

    async start(inbox, onConnection, memory) {
      // An earlier start may have given up its wait; its connection goes on trying.
      connection ??= connect(inbox, onConnection, memory);
      const { opened, shards: all } = connection;
      opened.catch(() => {
        connection = undefined;
        void all.close();
      });

      await waitUntilReady(opened, { clock, log, stopped: stopping.signal });
      // Other processes may read all events.
      if (!ownIdentity) await startWriting();
      const { applicationId } = identity();
      await Promise.all([registerCommands(commands, { calls, applicationId, log }), owners.load()]);
    },

    startWriting,

    shareLimits: turns.join,
    receive: createEventReceiver({ acknowledgements, source, names: writers }),

    async check(signal) {
      await findApi();
      const onAccount = (found: CheckedAccount) => {
        checkedAccount = found;
      };
      return checkDiscord(calls, { signal, api: apis[0].api, onAccount });
    },

    async stop() {
      stopping.abort();
      acknowledgements.stop();
      await connection?.shards.close();
    },

    surface: createDiscordSurfaces({
      ...{ calls, clock, acknowledgements, identity, timeScale, overall },
    }),
    fetch: (ref, signal) => fetchAttachment(ref, signal, { source, hosts, rest, clock }),
  };
}

const ownUserReader = fieldsReader({ id: idReader, username: nameReader }, 'id');

/** The account of a bot that was checked, and may not be connected. */
type CheckedAccount = Omit<BotAccount, 'ownerIds'>;

type OwnIdentity = OwnAccount & { readonly link: string | undefined };
