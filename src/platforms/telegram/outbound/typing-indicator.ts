import type { Api } from 'grammy';
import { type Clock, sleep } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { grammySignal } from '../connection/connect.ts';
import { telegramStatus, toTelegramError } from '../connection/telegram-error.ts';
import { type ChatCooldowns, createChatCooldowns } from './chat-cooldowns.ts';
import { type ChatTopic, topicParameter } from './chat-topic.ts';

/** Shows "typing" in chats and topics. */
export interface TypingIndicator {
  /** Shows "typing" until `until` aborts. Never throws. */
  show(topic: ChatTopic, until: AbortSignal): void;
}

/** Telegram shows "typing" for five seconds, or until the bot's next message. */
const REPEAT_MS = 4_500;
/** Shorter than the repetition, because timers may fire a little early. */
const FRESH_MS = 4_000;
const REMEMBERED_TOPICS = 1_000;

/**
 * Creates the indicator of one bot. Its calls draw on the limit of their chat, so all replies in
 * one topic share them, and `messageCooldowns` pause them.
 */
export function createTypingIndicator(
  api: Api,
  clock: Clock,
  messageCooldowns: ChatCooldowns,
): TypingIndicator {
  // The limits may be separate, so a cooldown of typing must not hold back an answer.
  const typingCooldowns = createChatCooldowns(clock);
  const recentlyShown = createExpiringMap<string, true>({ clock, maxEntries: REMEMBERED_TOPICS });

  async function showOnce(topic: ChatTopic, until: AbortSignal): Promise<void> {
    const { chatId, threadId } = topic;
    const key = `${chatId}/${threadId ?? ''}`;
    const isFresh = recentlyShown.remainingMs(key) > 0;
    if (isFresh || typingCooldowns.isActive(chatId) || messageCooldowns.isActive(chatId)) return;

    recentlyShown.set(key, true, FRESH_MS);
    try {
      await api.sendChatAction(chatId, 'typing', topicParameter(topic), grammySignal(until));
    } catch (error) {
      const { retryAfterMs } = toTelegramError('sendChatAction', error, until);
      if (telegramStatus(error) === 429 && retryAfterMs !== undefined)
        typingCooldowns.start(chatId, retryAfterMs);
    }
  }

  async function keepShowing(topic: ChatTopic, until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      await showOnce(topic, until);
      await sleep(clock, REPEAT_MS, until);
    }
  }

  return { show: (topic, until) => void keepShowing(topic, until) };
}
