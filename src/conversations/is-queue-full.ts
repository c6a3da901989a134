import type { NewTurn, Turn } from '../contracts/turns.ts';
import type { SharedState, TurnLimits } from './shared-state.ts';

/** One person has at most this share of the turns that may wait where others wait too. */
const SHARE_OF_PERSON = 1 / 2;
/** One person has at most this share of all open turns, once half of them are taken. */
const SHARE_OF_ALL = 1 / 20;

/** Tells whether a conversation, or all of them together, can take no more waiting turns. */
export function isQueueFull(
  { open }: Pick<SharedState, 'open'>,
  { waitingLimit, openLimit }: TurnLimits,
  conversation: string,
): boolean {
  const waiting = open.of(conversation).filter(isWaiting);
  return waiting.length >= waitingLimit || open.size >= openLimit;
}

/** Tells whether a person has their share of the waiting turns of a conversation, or of all of them together. */
export function isShareUsed(
  { open }: Pick<SharedState, 'open'>,
  { waitingLimit, openLimit }: TurnLimits,
  conversation: string,
  { message, address: { channel } }: NewTurn,
): boolean {
  const isTheirs = ({ inputs, address }: Turn) =>
    inputs[0]?.author.id === message.author.id && address.channel.platform === channel.platform;
  const isAlone = channel.kind === 'direct' || channel.personId !== undefined;
  const own = open.of(conversation).filter((turn) => isWaiting(turn) && isTheirs(turn));
  if (!isAlone && own.length >= Math.ceil(waitingLimit * SHARE_OF_PERSON)) return true;
  if (open.size < openLimit / 2) return false;

  const all = open.conversations().flatMap((each) => open.of(each).filter(isTheirs));
  return all.length >= Math.max(waitingLimit, openLimit * SHARE_OF_ALL);
}

function isWaiting({ state, isStopped }: Turn): boolean {
  return state === 'waiting' && !isStopped;
}
