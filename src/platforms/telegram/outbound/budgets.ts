import type { EditBudget, OverallLimit } from '../../../contracts/reply-surface.ts';
import { type ChatTopic, isPrivateChat } from './chat-topic.ts';

const PRIVATE_CHAT = { calls: 62, gapMs: 700, gapFactor: 1.05, longestGapMs: 1_000 };
const GROUP = { calls: 20, gapMs: 1_200, gapFactor: 1.15, longestGapMs: 4_000 };

/**
 * The limit of messages in a chat. Telegram's FAQ: one message a second in a chat, 20 a minute in a
 * group, 30 a second in all. Edits count as messages do (tdlib/td#2592), and all topics of a forum
 * count as one chat. Bursts of three were seen to pass. The gaps won in `npm run bench -- pace`.
 *
 * With 6 calls of the bot reserved, first words and final writes of 5 new chats a second wait very
 * little beside 100 growing ones, and previews come 5 % more seldom than with 4 (`npm run proof -- pace`).
 *
 * `timeScale` multiplies every time.
 */
export function messageBudget(topic: ChatTopic, timeScale: number): EditBudget {
  const { calls, gapMs, gapFactor, longestGapMs } = isPrivateChat(topic) ? PRIVATE_CHAT : GROUP;

  const chat = `telegram:${topic.chatId}`;
  return {
    scope: chat,
    chat,
    calls,
    windowMs: 60_000 * timeScale,
    burst: { calls: 3, refillMs: 1_000 * timeScale },
    gapMs: gapMs * timeScale,
    gapGrowth: { factor: gapFactor, longestMs: longestGapMs * timeScale },
    overall: overallLimit(timeScale),
  };
}

/**
 * The limit of reactions: of the calls of a bot, they take no more than those that previews leave. Whether Telegram
 * counts them with messages is unknown.
 *
 * `timeScale` multiplies every time.
 */
export function reactionBudget(timeScale: number): EditBudget {
  const overall = overallLimit(timeScale);
  const { windowMs } = overall;
  return { scope: `${overall.scope}:reactions`, calls: 5, windowMs, gapMs: 0, overall };
}

function overallLimit(timeScale: number): OverallLimit {
  return {
    scope: 'telegram',
    calls: 30,
    windowMs: 1_000 * timeScale,
    reservedCalls: 6,
    penalizedScopes: 3,
  };
}

/**
 * The limit of drafts in a private chat. By Telegram's settings for its clients, typing and drafts
 * in one chat together may take 20 calls in 5 s and 40 calls in 30 s. Some calls stay free for
 * typing, and for the draft that equals the message after it. Five drafts with gaps from 0.3 s on,
 * and then one every 0.9 s, stay within both limits.
 *
 * `timeScale` multiplies every time.
 */
export function draftBudget(
  { chatId }: ChatTopic,
  timeScale: number,
): NonNullable<EditBudget['previews']> {
  const chat = `telegram:${chatId}`;
  const scope = `${chat}:drafts`;

  return {
    scope,
    chat,
    calls: 36,
    windowMs: 30_000 * timeScale,
    gapMs: 300 * timeScale,
    gapGrowth: { factor: 1.25, longestMs: 900 * timeScale },
    overall: { scope, calls: 17, windowMs: 5_000 * timeScale },
  };
}
