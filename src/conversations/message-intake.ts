import type { ChatMessage } from '../contracts/chat-message.ts';
import type { Change } from '../contracts/store.ts';
import type { NewTurn, Turn, Turns } from '../contracts/turns.ts';
import { hasStarted } from './has-started.ts';
import { seenKey, turnId } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { type Head, headChange, markChange, turnChange } from './records.ts';
import type { TurnLimits } from './turn-limits.ts';

/** Longer than any network delivers a message again: Telegram keeps updates for a day. */
const SEEN_MS = 2 * 24 * 60 * 60 * 1000;

/**
 * Accepts messages, each with one write. The order within it matters to a store that could keep only the first part of
 * a batch: the mark comes before what it marks, and the turn before the note that its message was seen.
 */
export function createMessageIntake(ledger: Ledger, limits: TurnLimits): Turns['accept'] {
  const { store, clock, open, lock, marked, conversationOf, readHead } = ledger;

  async function join(turn: Turn, { message, address }: NewTurn) {
    if (turn.inputs.length >= limits.inputLimit) return 'full';
    const joined = { ...turn, inputs: [...turn.inputs, message], address };
    await store.write([turnChange(joined), seenChange(message)]);
    open.replace(joined);
    return 'accepted';
  }

  async function append(conversation: string, head: Head, { message, address }: NewTurn) {
    const waiting = open.of(conversation).filter(({ state }) => state === 'waiting');
    if (waiting.length >= limits.waitingLimit || open.size >= limits.openLimit) return 'full';
    const sequence = head.sequence + 1;
    const turn: Turn = {
      id: turnId(conversation, sequence),
      conversation,
      sequence,
      epoch: head.epoch,
      state: 'waiting',
      inputs: [message],
      address,
      answerMessages: [],
      creating: false,
      versions: [],
      shownVersion: 0,
      resumes: 0,
      acceptedAt: clock.now(),
      format: 1,
    };
    // Stays marked if the write fails: it may have arrived all the same, and the next try has the same id.
    marked.add(turn.id);
    await store.write([
      markChange(marked),
      headChange(conversation, { ...head, sequence }),
      turnChange(turn),
      seenChange(message),
    ]);
    open.add(turn);
    return 'accepted';
  }

  return async (turn) => {
    const { message } = turn;
    const conversation = await conversationOf(message.channel);
    return lock(conversation, async () => {
      const queue = open.of(conversation);
      if ((await store.get(seenKey(message))) !== undefined) return 'duplicate';
      if (queue.some(({ inputs }) => inputs.some(isSame(message)))) {
        // Only the note is missing: the write that should have made it was cut short.
        await store.write([seenChange(message)]);
        return 'duplicate';
      }
      const head = await readHead(conversation);
      const host = findHost(queue, message, head.epoch);
      return host ? join(host, turn) : append(conversation, head, turn);
    });
  };
}

function seenChange(message: ChatMessage): Change {
  return { key: seenKey(message), value: { format: 1 }, ttlMs: SEEN_MS };
}

const isSame = (message: ChatMessage) => (other: ChatMessage) =>
  seenKey(other) === seenKey(message);

/**
 * The waiting turn that a message joins: the newest one if it is the same author's, or the one with the rest of its
 * album. Never one of another epoch, or whose answer an earlier run had begun.
 */
function findHost(queue: readonly Turn[], message: ChatMessage, epoch: number): Turn | undefined {
  const isAuthors = ({ inputs }: Turn) => inputs[0]?.author.id === message.author.id;
  const isAlbums = ({ inputs }: Turn) =>
    message.albumId !== undefined && inputs.some(({ albumId }) => albumId === message.albumId);
  const waiting = queue.filter((turn) => turn.epoch === epoch && !turn.rerun && !hasStarted(turn));
  return waiting.find((turn) => isAuthors(turn) && (isAlbums(turn) || turn === waiting.at(-1)));
}
