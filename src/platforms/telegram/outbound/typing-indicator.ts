import type { Api } from 'grammy';
import { type Clock, sleep } from '../../../lib/clock.ts';
import { createLru } from '../../../lib/lru.ts';
import { grammySignal } from '../connection/connect.ts';
import { telegramStatus, toTelegramError } from '../connection/telegram-error.ts';
import { type ChatCooldowns, createChatCooldowns } from './chat-cooldowns.ts';
import type { ChatTopic } from './chat-topic.ts';

/** Shows "typing" in a chat or topic until aborted. Never throws. */
export type TypingIndicator = (target: ChatTopic, until: AbortSignal) => void;

/** A chat action shows for five seconds or until the bot's next message. */
const REPEAT_MS = 4_500;
/** Less than the repetition: timers may fire a little early. */
const SHARED_MS = 4_000;
const REMEMBERED_CHANNELS = 1_000;

/** Calls draw on the chat's limit, so replies in one channel share them, and none is made during a penalty. */
export function createTypingIndicator(
  api: Api,
  clock: Clock,
  writePenalties: ChatCooldowns,
): TypingIndicator {
  // A penalty for typing alone must not hold back an answer: the limits may be separate.
  const penalties = createChatCooldowns(clock);
  const shownAt = createLru<string, number>(REMEMBERED_CHANNELS);

  async function show({ chatId, threadId }: ChatTopic, until: AbortSignal): Promise<void> {
    const channel = `${chatId}/${threadId ?? ''}`;
    const isFresh = clock.now() - (shownAt.get(channel) ?? Number.NEGATIVE_INFINITY) < SHARED_MS;
    if (isFresh || penalties.isActive(chatId) || writePenalties.isActive(chatId)) return;
    shownAt.set(channel, clock.now());
    const topic = threadId === undefined ? {} : { message_thread_id: threadId };
    try {
      await api.sendChatAction(chatId, 'typing', topic, grammySignal(until));
    } catch (error) {
      const { retryAfterMs } = toTelegramError('sendChatAction', error, until);
      if (telegramStatus(error) === 429 && retryAfterMs !== undefined)
        penalties.start(chatId, retryAfterMs);
    }
  }

  async function keepShowing(target: ChatTopic, until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      await show(target, until);
      await sleep(clock, REPEAT_MS, until);
    }
  }

  return (target, until) => void keepShowing(target, until);
}
