import type { Api } from 'grammy';
import type { ReactionType } from 'grammy/types';
import type { Address } from '../../../contracts/address.ts';
import type { TakeCall } from '../../../contracts/take-call.ts';
import { PlatformError, type PlatformErrorKind } from '../../../errors.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { grammySignal } from '../connection/connect.ts';
import { createApiCalls, type MigratedChats } from './api-calls.ts';
import { reactionBudget } from './budgets.ts';
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
  readonly takeCall: TakeCall;
  readonly clock: Clock;
  /** Multiplies every time. */
  readonly timeScale: number;
  readonly messageCooldowns: ChatCooldowns;
  readonly migratedChats: MigratedChats;
}

const METHOD = 'setMessageReaction';
/** Five calls a second: of the 30 of one bot, six are never taken by previews. */
const GAP_MS = 200;
/** A group that allows no reactions is asked again after this time. */
const FORBIDDEN_MS = 10 * 60_000;
const REMEMBERED_CHATS = 1_000;
const MAX_LATE_REMOVALS = 1_000;
const LONGEST_DELAY_MS = 60_000;
const RETRY_MS = 5_000;
const never = new AbortController().signal;
const MAY_PASS_LATER: readonly PlatformErrorKind[] = [
  'rate_limit',
  'canceled',
  'network',
  'server',
];

/**
 * Creates the reactions of one bot. A reaction is a courtesy: it is left out while Telegram limits the
 * messages of its chat, and reactions of many chats at one moment come one after the other. A removal that
 * is refused comes later, because people would think that the question still waits.
 */
export function createReactions(parts: ReactionsParts): Reactions {
  const { api, takeCall, clock, timeScale, messageCooldowns, migratedChats } = parts;
  const budget = reactionBudget(timeScale);
  // The limits may be separate, so a cooldown of reactions must not hold back an answer.
  const reactionCooldowns = createChatCooldowns(clock);
  const apiCalls = createApiCalls(reactionCooldowns, migratedChats);
  const forbidden = createExpiringMap<string, true>({ clock, maxEntries: REMEMBERED_CHATS });
  let nextCallAt = 0;
  let lateRemovals = 0;

  async function call(
    chatId: string,
    messageId: number,
    emoji: string | undefined,
    signal?: AbortSignal,
  ): Promise<void> {
    await waitForTurn(signal);
    const endCall = await takeCall(budget, signal ?? never);
    const reaction = emoji === undefined ? [] : [{ type: 'emoji', emoji } as ReactionType];
    await set(chatId, messageId, reaction, signal).finally(endCall);
  }

  async function set(
    chatId: string,
    messageId: number,
    reaction: ReactionType[],
    signal?: AbortSignal,
  ): Promise<void> {
    messageCooldowns.throwIfActive(chatId);
    reactionCooldowns.throwIfActive(chatId);
    await apiCalls
      .run(omitUndefined({ method: METHOD, chatId, signal }), () =>
        api.setMessageReaction(chatId, messageId, reaction, {}, signal && grammySignal(signal)),
      )
      .catch((error: unknown) => {
        const failure = toReactionError(error);
        if (isKind(failure, 'forbidden')) forbidden.set(chatId, true, FORBIDDEN_MS * timeScale);
        throw failure;
      });
  }

  /** Keeps the calls apart, in the order in which they came. */
  async function waitForTurn(signal: AbortSignal | undefined): Promise<void> {
    const now = clock.now();
    const callAt = Math.max(now, nextCallAt);
    nextCallAt = callAt + GAP_MS * timeScale;
    if (callAt > now) await sleep(clock, callAt - now, signal);
    if (signal?.aborted) throw reactionError('canceled', 'The reaction was canceled.');
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
      if (error instanceof PlatformError && MAY_PASS_LATER.includes(error.kind))
        removeLater(chatId, messageId, error.retryAfterMs ?? RETRY_MS * timeScale);
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

function isKind(error: unknown, kind: PlatformErrorKind): boolean {
  return error instanceof PlatformError && error.kind === kind;
}

function reactionError(kind: PlatformErrorKind, message: string): PlatformError {
  return new PlatformError(message, { kind, platform: 'telegram' });
}
