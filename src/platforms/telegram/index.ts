import type { UserFromGetMe } from 'grammy/types';
import type { BotAccount, Platform } from '../../contracts/platform.ts';
import type { TakeCall } from '../../contracts/take-call.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { createSharedServers } from '../../lib/web/shared-servers.ts';
import type { PlatformParts } from '../platform-parts.ts';
import { checkTelegram } from './connection/check.ts';
import { connect } from './connection/connect.ts';
import { explainBot } from './connection/explain-bot.ts';
import { createModerators } from './connection/moderators.ts';
import { readBotIdentity } from './connection/read-bot-identity.ts';
import { readTelegramSettings } from './connection/read-settings.ts';
import { type Reception, startReception } from './connection/reception.ts';
import { fetchAttachment } from './inbound/fetch-attachment.ts';
import { createPollSource } from './inbound/poll-source.ts';
import { createTopicNames } from './inbound/topic-names.ts';
import { createUpdateReceiver } from './inbound/update-receiver.ts';
import { openWebhookSource } from './inbound/webhook-source.ts';
import { createCallbackAnswers } from './outbound/callback-answers.ts';
import { createNewestMessages } from './outbound/newest-messages.ts';
import { createTelegramSurfaces } from './outbound/surfaces.ts';

const PLAIN_ABILITIES =
  'Messages here show Markdown: headings, lists, quotes, code, links and small tables; formulas are shown in plain characters. They show no pictures and no HTML.';
const RICH_ABILITIES =
  'Messages here show Markdown: headings, lists, task lists, quotes, code, links, tables, footnotes and LaTeX formulas. They show no pictures and no HTML.';

/**
 * Telegram, by long polling, or by a webhook where `TELEGRAM_WEBHOOK_URL` is set. Its variables are `TELEGRAM_TOKEN`,
 * and `TELEGRAM_API_URL` for another server than the public one. Gives `undefined` when they are not set.
 *
 * @throws A `ConfigError` when a variable is wrong.
 */
export function createTelegram(parts: PlatformParts): Platform | undefined {
  const settings = readTelegramSettings(parts.env);
  if (!settings) return undefined;

  const { name = 'telegram', clock, timeScale = 1 } = parts;
  const commands = parts.commands.filter(({ platform = 'telegram' }) => platform === 'telegram');
  const log = parts.log.child({ platform: name });
  const connection = connect(settings);
  const { api } = connection;
  const callbackAnswers = createCallbackAnswers(api, clock, log);
  const topicNames = createTopicNames(clock);
  const newestMessages = createNewestMessages(clock);
  const moderators = createModerators({ api, clock, log });
  const stopping = new AbortController();
  const { signal } = stopping;
  let reception: Promise<Reception> | undefined;
  let account: BotAccount | undefined;
  let endSharing = () => {};
  let takeCall: TakeCall = async () => () => {};

  async function identify(): Promise<UserFromGetMe> {
    const me = await readBotIdentity({ api, signal });
    account = accountOf(me);
    return me;
  }

  return {
    name: 'telegram',
    abilities: settings.isRich ? RICH_ABILITIES : PLAIN_ABILITIES,
    botName: () => account?.name,
    identity: () => account,
    isModerator: moderators.includes,
    // The id of a private chat is that of its person. Telegram refuses only the message itself.
    openDirect: async (personId) => ({ platform: 'telegram', id: personId, kind: 'direct' }),

    async start(inbox, onConnection, memory) {
      const me = await identify();
      explainBot(me, log);
      const accept = createUpdateReceiver({ inbox, context: { me, commands, topicNames }, log });
      const shared = { ...connection, commands, accept, onConnection, clock, log };
      const source = settings.webhook
        ? await openWebhookSource({
            ...shared,
            settings: settings.webhook,
            botId: me.id,
            servers: parts.servers ?? createSharedServers(clock),
          })
        : createPollSource({ ...shared, stopping: signal });
      reception = startReception({ ...shared, source, botId: me.id, memory, signal });
      await reception;
      if (memory) endSharing = topicNames.share(memory.fleet, me.id);
    },

    async startWriting() {
      await identify();
    },

    shareLimits(take) {
      takeCall = take;
    },

    receive(event) {
      // Before any work: Telegram takes an answer to a callback query for some seconds only.
      const queryId = event.kind === 'button' ? event.address.interaction?.id : undefined;
      if (queryId !== undefined) callbackAnswers.register(queryId);
      newestMessages.recordEvent(event);
    },

    check: (checking) =>
      checkTelegram({ api, settings, clock, signal: checking }, (me) => {
        account ??= accountOf(me);
      }),

    async stop() {
      stopping.abort();
      endSharing();
      // A start that is under way fails by itself.
      const started = await reception?.catch(() => undefined);
      await started?.ended();
      callbackAnswers.stop();
      connection.close();
    },

    surface: createTelegramSurfaces({
      api,
      takeCall: (budget, until) => takeCall(budget, until),
      clock,
      log,
      timeScale,
      callbackAnswers,
      newestMessages,
      hasDrafts: settings.hasDrafts ?? false,
      isRichByDefault: settings.isRich ?? false,
    }),

    fetch: (ref, signal) => fetchAttachment(connection, ref, signal),
  };
}

/** A bot without a user name, as on test servers, has no link. Telegram tells bots no owner. */
function accountOf({ id, username }: UserFromGetMe): BotAccount {
  const link = username === '' ? undefined : `https://t.me/${username}`;
  return omitUndefined({ id: String(id), name: username, link, ownerIds: [] });
}
