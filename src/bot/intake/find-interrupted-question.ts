import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Turn } from '../../contracts/turns.ts';
import { partTimes } from './part-times.ts';

/** Telegram tells the time in whole seconds. */
const TIME_TOLERANCE_MS = 1_000;

/**
 * The question that a message is a late part of, by what is stored: the process that knew it was killed in
 * between. By the time of the network, because the message may arrive much later.
 */
export function findInterruptedQuestion(
  part: ChatMessage,
  openTurns: readonly Turn[],
): Turn | undefined {
  return openTurns.findLast(({ inputs, rerun }) => {
    const last = inputs.at(-1);
    return !rerun && last?.author.id === part.author.id && belongsTo(part, last);
  });
}

function belongsTo(part: ChatMessage, before: ChatMessage): boolean {
  const gapMs = part.sentAt - before.sentAt - TIME_TOLERANCE_MS;
  if (gapMs < -2 * TIME_TOLERANCE_MS) return false;
  if (before.isNearLimit && gapMs <= partTimes.rest) return true;
  if (part.albumId !== undefined)
    return part.albumId === before.albumId && gapMs <= partTimes.album;
  return part.forwardedFrom !== undefined && gapMs <= partTimes.forward;
}
