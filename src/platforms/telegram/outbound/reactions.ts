import type { Api } from 'grammy';
import type { ReactionType } from 'grammy/types';
import type { Address } from '../../../contracts/address.ts';
import { PlatformError } from '../../../errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { grammySignal } from '../connection/connect.ts';
import { createApiCalls, type MigratedChats } from './api-calls.ts';
import { type ChatCooldowns, createChatCooldowns } from './chat-cooldowns.ts';
import { toChatTopic } from './chat-topic.ts';

/** The bot's reactions to questions. */
export interface Reactions {
  /** As `ReplySurface.react`, for the question of the address. */
  react(address: Address, emoji: string | undefined, signal: AbortSignal): Promise<void>;
}

/** The parts that reactions share with messages. */
interface ReactionsParts {
  readonly api: Api;
  readonly clock: Clock;
  /** Multiplies every time. */
  readonly timeScale: number;
  readonly messageCooldowns: ChatCooldowns;
  readonly migratedChats: MigratedChats;
}

const METHOD = 'setMessageReaction';
/** Of the 30 calls a second of one bot, these stay far below those that no preview takes. */
const MAX_CALLS = 3;
const WINDOW_MS = 1_000;
/** A group that allows no reactions is asked again after this time. */
const FORBIDDEN_MS = 10 * 60_000;
const REMEMBERED_CHATS = 1_000;
const MAX_LATE_REMOVALS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/**
 * Creates the reactions of one bot. A reaction is a courtesy: it takes no call that a message may need, and
 * is left out where it would. Its removal must not be left out, so it comes later then.
 */
export function createReactions(parts: ReactionsParts): Reactions {
  const { api, clock, timeScale, messageCooldowns, migratedChats } = parts;
  // The limits may be separate, so a cooldown of reactions must not hold back an answer.
  const reactionCooldowns = createChatCooldowns(clock);
  const apiCalls = createApiCalls(reactionCooldowns, migratedChats);
  const forbidden = createExpiringMap<string, true>({ clock, maxEntries: REMEMBERED_CHATS });
  let recentCalls: readonly number[] = [];
  let lateRemovals = 0;

  async function call(
    chatId: string,
    messageId: number,
    emoji: string | undefined,
    signal?: AbortSignal,
  ): Promise<void> {
    messageCooldowns.throwIfActive(chatId);
    reactionCooldowns.throwIfActive(chatId);
    takeCall();

    const reaction = emoji === undefined ? [] : [{ type: 'emoji', emoji } as ReactionType];
    await apiCalls
      .run(signal ? { method: METHOD, chatId, signal } : { method: METHOD, chatId }, () =>
        api.setMessageReaction(chatId, messageId, reaction, {}, signal && grammySignal(signal)),
      )
      .catch((error: unknown) => {
        const failure = toReactionError(error);
        if (isKind(failure, 'forbidden')) forbidden.set(chatId, true, FORBIDDEN_MS * timeScale);
        throw failure;
      });
  }

  /** @throws A `rate_limit` error, when the last second had enough calls. */
  function takeCall(): void {
    const windowMs = WINDOW_MS * timeScale;
    recentCalls = recentCalls.filter((time) => time > clock.now() - windowMs);
    if (recentCalls.length >= MAX_CALLS) {
      const message = 'The bot sets no more reactions in this second.';
      throw reactionError('rate_limit', message, windowMs);
    }
    recentCalls = [...recentCalls, clock.now()];
  }

  /** Tries the removal once more when the limit has passed. */
  function removeLater(chatId: string, messageId: number, delayMs: number): void {
    if (lateRemovals >= MAX_LATE_REMOVALS || delayMs > LONGEST_DELAY_MS) return;

    lateRemovals += 1;
    clock.after(delayMs, () => {
      lateRemovals -= 1;
      void remove(chatId, messageId).catch(() => {});
    });
  }

  async function remove(chatId: string, messageId: number, signal?: AbortSignal): Promise<void> {
    try {
      await call(chatId, messageId, undefined, signal);
    } catch (error) {
      const isLimited = error instanceof PlatformError && error.kind === 'rate_limit';
      if (isLimited) removeLater(chatId, messageId, error.retryAfterMs ?? WINDOW_MS * timeScale);
      else if (!isKind(error, 'gone')) throw error;
    }
  }

  return {
    async react({ channel, questionId }, emoji, signal) {
      const { chatId } = toChatTopic(channel);
      // A supergroup does not have the messages of the old group.
      if (questionId === undefined || migratedChats.has(chatId)) return;

      const messageId = Number(questionId);
      if (emoji === undefined) return remove(chatId, messageId, signal);
      if (forbidden.has(chatId))
        throw reactionError('forbidden', 'This chat allows no reactions of the bot.');
      await call(chatId, messageId, emoji, signal);
    },
  };
}

/**
 * Telegram refuses with `REACTION_INVALID` what a group does not allow, and some servers do not know the
 * method: no other reaction would pass.
 */
function toReactionError(error: unknown): unknown {
  if (!isKind(error, 'invalid')) return error;
  return reactionError('forbidden', error instanceof Error ? error.message : String(error));
}

function isKind(error: unknown, kind: PlatformError['kind']): boolean {
  return error instanceof PlatformError && error.kind === kind;
}

function reactionError(
  kind: PlatformError['kind'],
  message: string,
  retryAfterMs?: number,
): PlatformError {
  const details = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new PlatformError(message, { kind, platform: 'telegram', ...details });
}
