import type { Api } from 'grammy';
import type { Address } from '../../../contracts/address.ts';
import type { ReplyStyle, ReplySurface } from '../../../contracts/reply-surface.ts';
import type { TakeCall } from '../../../contracts/take-call.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import type { Log } from '../../../lib/log.ts';
import { createApiCalls, type MigratedChats } from './api-calls.ts';
import type { CallbackAnswers } from './callback-answers.ts';
import { createChatCooldowns } from './chat-cooldowns.ts';
import { toChatTopic } from './chat-topic.ts';
import { createDraftSurface, type DraftSurfaceParts } from './draft-surface.ts';
import { createEphemeralMessages } from './ephemeral-messages.ts';
import { createEphemeralSupport } from './ephemeral-support.ts';
import { createEphemeralSurface } from './ephemeral-surface.ts';
import { createGuestSurface } from './guest-surface.ts';
import type { NewestMessages } from './newest-messages.ts';
import { createPrivateAnswerSurface } from './private-answer-surface.ts';
import { createReactions } from './reactions.ts';
import { createRichMessages } from './rich-messages.ts';
import { createRichSupport } from './rich-support.ts';
import { createTelegramSurface, type TelegramSurfaceParts } from './surface.ts';
import { textMessages } from './text-messages.ts';
import { createTypingIndicator } from './typing-indicator.ts';

/** The parts from which the surfaces of one bot are made. */
interface TelegramSurfacesParts {
  readonly api: Api;
  readonly takeCall: TakeCall;
  readonly clock: Clock;
  readonly log: Log;
  /** Multiplies every time of the budgets. */
  readonly timeScale: number;
  readonly callbackAnswers: CallbackAnswers;
  readonly newestMessages: NewestMessages;
  /** Growing answers in private chats are drafts. */
  readonly hasDrafts: boolean;
  /** Answers are rich messages, where a conversation chooses nothing else. */
  readonly isRichByDefault: boolean;
}

const REMEMBERED_CHATS = 1_000;

/**
 * Creates what all surfaces of one bot share. Gives the function that opens a surface for an
 * address.
 */
export function createTelegramSurfaces(
  parts: TelegramSurfacesParts,
): (address: Address, style?: ReplyStyle) => ReplySurface {
  const { api, clock, log, timeScale, callbackAnswers, hasDrafts, isRichByDefault } = parts;
  const { newestMessages, takeCall } = parts;

  const migratedChats: MigratedChats = createExpiringMap({ clock, maxEntries: REMEMBERED_CHATS });
  const messageCooldowns = createChatCooldowns(clock);
  const surfaceParts: TelegramSurfaceParts = {
    api,
    apiCalls: createApiCalls(messageCooldowns, migratedChats),
    migratedChats,
    typingIndicator: createTypingIndicator(api, clock, messageCooldowns),
    reactions: createReactions({
      ...{ api, takeCall, clock, timeScale, messageCooldowns, migratedChats },
    }),
    newestMessages,
    timeScale,
  };
  const draftParts: DraftSurfaceParts = {
    api,
    clock,
    timeScale,
    draftCalls: createApiCalls(createChatCooldowns(clock), migratedChats),
    messageCooldowns,
    chatsWithoutDrafts: createExpiringMap({ clock, maxEntries: REMEMBERED_CHATS }),
  };
  const ephemeralMessages = createEphemeralMessages({
    api,
    apiCalls: surfaceParts.apiCalls,
    support: createEphemeralSupport(clock, log),
  });
  // A guest sends nothing to one person alone.
  const noEphemeralMessages = { ...ephemeralMessages, send: async () => undefined };
  const richSupport = createRichSupport(clock, log);
  const richMessages = createRichMessages(richSupport);

  /**
   * Only answers have a style. Other messages are never rich, so that every client can show them.
   */
  function isRich({ channel }: Address, style: ReplyStyle | undefined): boolean {
    const isAnswer = style?.isAnswer === true;
    return (
      isAnswer &&
      (style.rich ?? isRichByDefault) &&
      !richSupport.isRefusedIn(toChatTopic(channel).chatId)
    );
  }

  function openGuestSurface(address: Address, style: ReplyStyle | undefined): ReplySurface {
    const { apiCalls } = surfaceParts;
    const language = style?.language ?? 'en';
    const surface = createGuestSurface(address, { api, apiCalls, timeScale, language });
    return createPrivateAnswerSurface(surface, address, callbackAnswers, noEphemeralMessages);
  }

  return (address, style) => {
    if (address.channel.isGuest) return openGuestSurface(address, style);

    const textSurface = createEphemeralSurface(
      createTelegramSurface(address, textMessages, surfaceParts, style?.language),
      address,
      ephemeralMessages,
    );

    if (isRich(address, style)) {
      const richSurface = createTelegramSurface(
        address,
        richMessages,
        surfaceParts,
        style?.language,
      );
      return { ...richSurface, plainSurface: textSurface };
    }

    // Private answers wrap drafts, and drafts wrap messages. In the other order, the draft surface
    // would take a private answer for a page of the reply, and show it as a draft first.
    const surface = hasDrafts ? createDraftSurface(textSurface, address, draftParts) : textSurface;
    return createPrivateAnswerSurface(surface, address, callbackAnswers, ephemeralMessages);
  };
}
