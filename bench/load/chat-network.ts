/**
 * Telegram in a process of its own, with the limits of the real one: 30 writes a second for the bot,
 * one a second in a chat after a burst of three, and a penalty after more; with the argument
 * `unlimited`, it takes everything. It watches the answers.
 */

import { TELEGRAM_LIMITS } from '../../playground/telegram/limits.ts';
import { type CallKind, createRateLimits } from '../../playground/telegram/rate-limits.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { startLocalTelegram } from '../first-words/local-telegram.ts';
import { handleParentRequests } from '../shared/handle-parent-requests.ts';
import { composeAnswer, listNumbers } from './compose-answer.ts';

/** A request of the parent process. */
export type NetworkRequest =
  | { readonly kind: 'await bot' }
  /** People write to the bot in these chats, all at once. */
  | { readonly kind: 'ask'; readonly chats: readonly number[]; readonly deltas: number }
  | { readonly kind: 'report' };

/** The state of all chats. */
export interface NetworkState {
  readonly url: string;
  readonly token: string;
  readonly wholeAnswers: number;
  /** The last write, or attempt at one, in Unix ms. */
  readonly lastCallAt: number;
  readonly chats: readonly ChatState[];
  /** The number of writes that were over a limit. */
  readonly refusals: number;
}

/** One chat. Times are Unix ms. */
export interface ChatState {
  readonly chat: number;
  readonly askedAt: number;
  /** When the first words of the answer arrived. Absent: none did. */
  readonly firstWordsAt?: number;
  /** When the whole answer arrived. */
  readonly wholeAt?: number;
  /** The chat shows the whole answer now, once. */
  readonly isWhole: boolean;
  readonly writes: number;
}

interface Chat {
  readonly chat: number;
  readonly askedAt: number;
  /** By the ids of the messages. */
  readonly texts: Map<number, string>;
  firstWordsAt?: number;
  wholeAt?: number;
  writes: number;
}

const limits = createRateLimits(TELEGRAM_LIMITS, systemClock);
const chats = new Map<number, Chat>();
let expectedNumbers = '';
let wholeAnswers = 0;
let refusals = 0;
let lastCallAt = Date.now();

const isUnlimited = process.argv[2] === 'unlimited';
const telegram = await startLocalTelegram(isUnlimited ? countCall : spend);
telegram.onWrite = (chatId, { messageId, text }) => {
  const chat = chats.get(chatId);
  if (!chat) return;

  chat.writes += 1;
  chat.texts.set(messageId, text);
  // A placeholder has no letters.
  if (/\p{L}/u.test(text)) chat.firstWordsAt ??= Date.now();
  if (chat.wholeAt === undefined && isWhole(chat)) {
    chat.wholeAt = Date.now();
    wholeAnswers += 1;
  }
};

handleParentRequests<NetworkRequest>(async (request): Promise<NetworkState> => {
  if (request.kind === 'await bot') await telegram.polled;
  if (request.kind === 'ask') ask(request.chats, request.deltas);

  const { url, token } = telegram;
  return {
    url,
    token,
    wholeAnswers,
    lastCallAt,
    refusals,
    chats: [...chats.values()].map(toState),
  };
});

function countCall(): void {
  lastCallAt = Date.now();
}

function spend(kind: CallKind, chatId: number): void {
  countCall();
  try {
    limits.spend(kind, { id: chatId, isGroup: false });
  } catch (error) {
    if (kind === 'write') refusals += 1;
    throw error;
  }
}

function ask(ids: readonly number[], deltas: number): void {
  expectedNumbers = composeAnswer(deltas).numbers;
  for (const chat of ids) {
    chats.set(chat, { chat, askedAt: Date.now(), texts: new Map(), writes: 0 });
    telegram.sendAsUser(chat, `Please answer in chat ${chat}`);
  }
}

function isWhole({ texts }: Pick<Chat, 'texts'>): boolean {
  const inOrder = [...texts].sort(([a], [b]) => a - b).map(([, text]) => text);
  return listNumbers(inOrder.join('\n')) === expectedNumbers;
}

function toState({ texts, ...chat }: Chat): ChatState {
  return { ...chat, isWhole: isWhole({ texts }) };
}
