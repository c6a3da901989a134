import type { ChatMessage } from '../contracts/chat-message.ts';
import type { Change } from '../contracts/store.ts';
import type { NewTurn, Turn, Turns } from '../contracts/turns.ts';
import { isQueueFull } from './is-queue-full.ts';
import { messageKey, SEEN_TTL_MS, seenKey, turnId, turnKey } from './keys.ts';
import type { Ledger, TurnLimits } from './ledger.ts';
import { hasStarted } from './open-turns.ts';
import { type Head, headChange, markChange, turnChange } from './records.ts';
import { createTurnWrites } from './turn-writes.ts';

/** Opens turns: for new messages, and for ended turns that are answered again. */
export type MessageIntake = Pick<Turns, 'accept' | 'reopen'>;

/**
 * Creates the intake. Every change is one write. The order within a write matters for a store that could
 * keep only its first part: the mark comes before the turn that it marks, and the turn before the key
 * that says that its message was seen.
 */
export function createMessageIntake(ledger: Ledger, limits: TurnLimits): MessageIntake {
  const { store, clock, records, open, lock, messageLock, marked, conversationOf, readHead } =
    ledger;
  const writes = createTurnWrites(ledger, limits);
  const isFull = (conversation: string) => isQueueFull(ledger, limits, conversation);

  async function join(turn: Turn, { message, address }: NewTurn) {
    if (turn.inputs.length >= limits.inputLimit) return 'full';
    const joined = { ...turn, inputs: [...turn.inputs, message], address };
    await store.write([turnChange(joined), seenChange(message)]);
    open.replace(joined);
    return 'accepted';
  }

  async function append(conversation: string, head: Head, { message, address }: NewTurn) {
    if (isFull(conversation)) return 'full';
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

    // The mark stays if the write fails: the write may have arrived, and the next attempt has the same id.
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

  async function accept(turn: NewTurn) {
    const { message } = turn;
    const conversation = await conversationOf(message.channel);
    return lock(conversation, async () => {
      if (isSeenMark(await store.get(seenKey(message)))) return 'duplicate';

      const queue = open.of(conversation);
      if (queue.some(({ inputs }) => inputs.some(isSameMessage(message)))) {
        // The write of this message was cut before its last change.
        await store.write([seenChange(message)]);
        return 'duplicate';
      }

      const head = await readHead(conversation);
      const joinable = findJoinable(queue, message, head.epoch);
      return joinable ? join(joinable, turn) : append(conversation, head, turn);
    });
  }

  return {
    accept: (turn) =>
      messageLock(messageKey(turn.message.channel, turn.message.id), () => accept(turn)),

    reopen(turn, rerun) {
      return lock(turn.conversation, async () => {
        if (isFull(turn.conversation) || open.find(turn)) return 'busy';

        const key = turnKey(turn.id);
        const stored = records.turn(await store.get(key), key);
        if (!stored || stored.inputs.length === 0) return 'gone';

        const reopened: Turn = {
          ...stored,
          address: turn.address,
          state: 'waiting',
          creating: false,
          resumes: 0,
          rerun,
        };
        await writes.open(reopened);
        return 'reopened';
      });
    },
  };
}

function seenChange(message: ChatMessage): Change {
  return { key: seenKey(message), value: { format: 1 }, ttlMs: SEEN_TTL_MS };
}

/** An unreadable mark does not count: a damaged file must not swallow a message. */
function isSeenMark(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'format' in value;
}

const isSameMessage = (message: ChatMessage) => (other: ChatMessage) =>
  seenKey(other) === seenKey(message);

/**
 * The waiting turn that a message joins: the newest turn if the same person wrote it, or the turn with
 * the rest of the message's album. Never a turn of an earlier epoch, or one whose answer has started.
 */
function findJoinable(
  queue: readonly Turn[],
  message: ChatMessage,
  epoch: number,
): Turn | undefined {
  const isSameAuthor = ({ inputs }: Turn) => inputs[0]?.author.id === message.author.id;
  const isSameAlbum = ({ inputs }: Turn) =>
    message.albumId !== undefined && inputs.some(({ albumId }) => albumId === message.albumId);

  const waiting = queue.filter((turn) => turn.epoch === epoch && !turn.rerun && !hasStarted(turn));
  const newest = waiting.at(-1);
  return waiting.find((turn) => isSameAuthor(turn) && (isSameAlbum(turn) || turn === newest));
}
