import type { Address } from '../../contracts/address.ts';
import type { Inbox } from '../../contracts/inbox.ts';
import type { Platform } from '../../contracts/platform.ts';
import type { ReplyStyle } from '../../contracts/reply-surface.ts';
import { createLru } from '../../lib/lru.ts';
import type { PlatformParts } from '../platform-parts.ts';
import { checkTelegram } from './connection/check.ts';
import { connect, grammySignal } from './connection/connect.ts';
import { prepareBot } from './connection/prepare-bot.ts';
import { readTelegramSettings } from './connection/read-settings.ts';
import { fetchAttachment } from './inbound/fetch-attachment.ts';
import { type Poll, startPoll } from './inbound/poll.ts';
import { ALLOWED_UPDATES } from './inbound/read-event.ts';
import { createUpdateHandler } from './inbound/update-handler.ts';
import { createApiCalls } from './outbound/api-calls.ts';
import { createCallbackAnswers } from './outbound/callback-answers.ts';
import { createChatCooldowns } from './outbound/chat-cooldowns.ts';
import { toChatTopic } from './outbound/chat-topic.ts';
import { createDraftSurface, type DraftSurfaceParts } from './outbound/draft-surface.ts';
import { createPrivateAnswerSurface } from './outbound/private-answer-surface.ts';
import { createRichMessages } from './outbound/rich-messages.ts';
import { createRichSupport } from './outbound/rich-support.ts';
import { createTelegramSurface } from './outbound/surface.ts';
import { textMessages } from './outbound/text-messages.ts';
import { createTypingIndicator } from './outbound/typing-indicator.ts';

const REMEMBERED_CHATS = 1_000;

/** Telegram, by long polling: TELEGRAM_TOKEN, and TELEGRAM_API_URL for another server than the public one. */
export function createTelegram(parts: PlatformParts): Platform | undefined {
  const settings = readTelegramSettings(parts.env);
  if (!settings) return undefined;
  const { isRich: isRichByDefault = false } = settings;
  const { clock, commands, timeScale = 1 } = parts;
  const log = parts.log.child({ platform: 'telegram' });
  const connection = connect(settings);
  const { api, pollApi } = connection;
  const penalties = createChatCooldowns(clock);
  const moved = createLru<string, string>(REMEMBERED_CHATS);
  const call = createApiCalls(penalties, moved);
  const surfaceParts = {
    api,
    call,
    migratedChats: moved,
    showTyping: createTypingIndicator(api, clock, penalties),
    timeScale,
  };
  const richUse = createRichSupport(clock, log);
  const richMessages = createRichMessages(richUse);
  const drafts: DraftSurfaceParts = {
    ...{ api, clock, timeScale, messageCooldowns: penalties },
    call: createApiCalls(createChatCooldowns(clock), moved),
    chatsWithoutDrafts: createLru(REMEMBERED_CHATS),
  };
  const presses = createCallbackAnswers(api, clock, log);
  const stopping = new AbortController();
  let poll: Poll | undefined;

  /** Only answers: what else is said must be readable everywhere. */
  function isRich({ channel }: Address, style: ReplyStyle | undefined): boolean {
    return (
      style !== undefined &&
      (style.rich ?? isRichByDefault) &&
      !richUse.isRefusedIn(toChatTopic(channel).chatId)
    );
  }

  return {
    name: 'telegram',
    async start(inbox: Inbox) {
      const me = await prepareBot({ api, commands, log, signal: stopping.signal });
      poll = startPoll({
        getUpdates: async (request, signal) => {
          const asked = { ...request, allowed_updates: ALLOWED_UPDATES };
          // Servers written in Go give `null` where nothing is in a list.
          return (await pollApi.getUpdates(asked, grammySignal(signal))) ?? [];
        },
        accept: createUpdateHandler({ presses, reader: { me, commands }, inbox, log }),
        clock,
        log,
      });
    },
    check: (signal) => checkTelegram(api, signal),
    async stop() {
      stopping.abort();
      await poll?.stop();
      presses.stop();
      connection.close();
    },
    surface(address, style) {
      const plain = createTelegramSurface(address, textMessages, surfaceParts);
      if (isRich(address, style))
        return {
          ...createTelegramSurface(address, richMessages, surfaceParts),
          plainSurface: plain,
        };
      const surface = settings.hasDrafts ? createDraftSurface(plain, address, drafts) : plain;
      return createPrivateAnswerSurface(surface, address, presses);
    },
    fetch: (ref, signal) => fetchAttachment(connection, ref, signal),
  };
}
