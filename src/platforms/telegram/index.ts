import type { Update, UserFromGetMe } from 'grammy/types';
import type { InboundEvent, Inbox } from '../../contracts/inbox.ts';
import type { BotAccount, Platform } from '../../contracts/platform.ts';
import type { Log } from '../../lib/log.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { PlatformParts } from '../platform-parts.ts';
import { checkTelegram } from './connection/check.ts';
import { connect, grammySignal } from './connection/connect.ts';
import { createModerators } from './connection/moderators.ts';
import { prepareBot } from './connection/prepare-bot.ts';
import { readTelegramSettings } from './connection/read-settings.ts';
import { fetchAttachment } from './inbound/fetch-attachment.ts';
import { type Poll, startPoll, type UpdatesRequest } from './inbound/poll.ts';
import {
  ALLOWED_UPDATES,
  listUnreadableParts,
  readEvent,
  type UpdateContext,
} from './inbound/read-event.ts';
import { createTopicNames } from './inbound/topic-names.ts';
import { createCallbackAnswers } from './outbound/callback-answers.ts';
import { createNewestMessages } from './outbound/newest-messages.ts';
import { createTelegramSurfaces } from './outbound/surfaces.ts';

const PLAIN_ABILITIES =
  'Messages here show Markdown: headings, lists, quotes, code, links and small tables; formulas are shown in plain characters. They show no pictures and no HTML.';
const RICH_ABILITIES =
  'Messages here show Markdown: headings, lists, task lists, quotes, code, links, tables, footnotes and LaTeX formulas. They show no pictures and no HTML.';

/**
 * Telegram, by long polling. Its variables are `TELEGRAM_TOKEN`, and `TELEGRAM_API_URL` for another
 * server than the public one. Gives `undefined` when they are not set.
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
  const { api, pollApi } = connection;
  const callbackAnswers = createCallbackAnswers(api, clock, log);
  const topicNames = createTopicNames(clock);
  const newestMessages = createNewestMessages(clock);
  const moderators = createModerators({ api, clock, log });
  const stopping = new AbortController();
  let poll: Poll | undefined;
  let account: BotAccount | undefined;

  async function getUpdates(
    request: UpdatesRequest,
    signal: AbortSignal,
  ): Promise<readonly Update[]> {
    const parameters = { ...request, allowed_updates: ALLOWED_UPDATES };
    const updates: unknown = await pollApi.getUpdates(parameters, grammySignal(signal));
    // Servers written in Go give `null` for an empty list.
    return Array.isArray(updates) ? updates : [];
  }

  /** Rejects as `Inbox.accept` does. */
  async function acceptUpdate(update: Update, inbox: Inbox, context: UpdateContext): Promise<void> {
    const event = readEventOrSkip(update, context, log);
    if (!event) return;

    // Before any work: Telegram takes an answer to a callback query for some seconds only.
    const { kind } = event;
    if (kind === 'button') callbackAnswers.register(event.address.interaction?.id ?? '');
    newestMessages.recordEvent(event);
    await inbox.accept(event);
  }

  return {
    name: 'telegram',
    abilities: settings.isRich ? RICH_ABILITIES : PLAIN_ABILITIES,
    botName: () => account?.name,
    identity: () => account,
    isModerator: moderators.includes,
    // The id of a private chat is that of its person. Telegram refuses only the message itself.
    openDirect: async (personId) => ({ platform: 'telegram', id: personId, kind: 'direct' }),

    async start(inbox, onConnection) {
      const me = await prepareBot({ api, commands, log, signal: stopping.signal });
      account = accountOf(me);
      poll = startPoll({
        getUpdates,
        accept: (update) => acceptUpdate(update, inbox, { me, commands, topicNames }),
        onConnection,
        clock,
        log,
      });
    },

    check: (signal) =>
      checkTelegram(api, signal, (me) => {
        account ??= accountOf(me);
      }),

    async stop() {
      stopping.abort();
      await poll?.stop();
      callbackAnswers.stop();
      connection.close();
    },

    surface: createTelegramSurfaces({
      api,
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

/**
 * An update that cannot be read today cannot be read later either, so it is not asked for again.
 */
function readEventOrSkip(
  update: Update,
  context: UpdateContext,
  log: Log,
): InboundEvent | undefined {
  try {
    const unreadable = listUnreadableParts(update);
    if (unreadable.length > 0) {
      const fields = { update: update.update_id, parts: unreadable };
      log.error(fields, 'telegram: update set aside, it cannot be read');
    }
    return readEvent(update, context);
  } catch (error) {
    log.error(
      { update: update.update_id, error: String(error) },
      'telegram: update set aside, it cannot be read',
    );
    return undefined;
  }
}
