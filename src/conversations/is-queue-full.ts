import type { Ledger, TurnLimits } from './ledger.ts';

/** Tells whether a conversation, or all of them together, can take no more waiting turns. */
export function isQueueFull(
  { open }: Pick<Ledger, 'open'>,
  { waitingLimit, openLimit }: TurnLimits,
  conversation: string,
): boolean {
  const waiting = open
    .of(conversation)
    .filter(({ state, isStopped }) => state === 'waiting' && !isStopped);
  return waiting.length >= waitingLimit || open.size >= openLimit;
}
