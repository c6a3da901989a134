import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Turn } from '../../contracts/turns.ts';
import { partTimes } from './part-times.ts';

/** Telegram gives times in whole seconds. */
const TIME_TOLERANCE_MS = 1_000;

/**
 * Finds, among the stored open turns, the question that a message is a late part of: the process that knew
 * it was killed in between. Compares the times of the network, because the message may arrive much later.
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

function belongsTo(part: ChatMessage, previous: ChatMessage): boolean {
  const sentAfterMs = part.sentAt - previous.sentAt;
  if (sentAfterMs < -TIME_TOLERANCE_MS) return false;

  const gapMs = sentAfterMs - TIME_TOLERANCE_MS;
  if (previous.isNearLimit && gapMs <= partTimes.rest) return true;
  if (part.albumId !== undefined) {
    return part.albumId === previous.albumId && gapMs <= partTimes.album;
  }
  return part.forwardedFrom !== undefined && gapMs <= partTimes.forward;
}
