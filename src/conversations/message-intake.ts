import type { ChatMessage } from '../contracts/chat-message.ts';
import type { AcceptOutcome, NewTurn, Turn, Turns } from '../contracts/turns.ts';
import { messageKey } from '../lib/channel-key.ts';
import { createDoubtfulWrites } from './doubtful-writes.ts';
import { findJoinable } from './find-joinable.ts';
import { inOrder } from './in-order.ts';
import { isQueueFull, isShareUsed } from './is-queue-full.ts';
import { seenKey, turnId, turnKey } from './keys.ts';
import { nextEdition } from './next-edition.ts';
import { hasStarted } from './open-turns.ts';
import { type Head, headChange, turnChange } from './records.ts';
import { createSeenMessages } from './seen-messages.ts';
import type { SharedState, TurnLimits } from './shared-state.ts';
import { createTurnWrites } from './turn-writes.ts';

/** Opens turns: for new messages, and for ended turns that are answered again. */
export type MessageIntake = Pick<Turns, 'accept' | 'reopen'>;

/**
 * Creates the intake. Every change is one write. The order within a write matters for a store that could
 * keep only its first part: the mark comes before the turn that it marks, and the turn before the key
 * that says that its message was seen. `begun` gets the turns that wait here, but are running on disk already.
 */
export function createMessageIntake(
  shared: SharedState,
  limits: TurnLimits,
  begun: WeakSet<Turn>,
): MessageIntake {
  const { store, clock, records, open, lock, messageLock, marks } = shared;
  const { conversationOf, readHead } = shared;
  const writes = createTurnWrites(shared, limits);
  const seen = createSeenMessages(shared, limits);
  const doubtful = createDoubtfulWrites(store, clock);
  const isFull = (conversation: string) => isQueueFull(shared, limits, conversation);

  async function join(
    turn: Turn,
    messages: readonly ChatMessage[],
    { address, onlyJoins = false, isPrivate }: NewTurn,
  ): Promise<AcceptOutcome> {
    const isStarted = hasStarted(turn);
    const extended = {
      ...withMoreInputs(turn, messages),
      address: onlyJoins ? turn.address : address,
      ...(isPrivate && { isPrivate }),
    };
    const joined = isStarted ? nextEdition(extended) : extended;

    const changes = [turnChange(joined), ...(await seen.changes(messages, turn.conversation))];
    await doubtful.write(changes, { messages });
    open.replace(joined);
    return isStarted ? 'joined' : 'accepted';
  }

  async function append(
    conversation: string,
    head: Head,
    inputs: readonly ChatMessage[],
    newTurn: NewTurn,
    startsAtOnce: (turn: Turn) => boolean,
  ): Promise<AcceptOutcome> {
    if (isFull(conversation) || isShareUsed(shared, limits, conversation, newTurn)) return 'full';
    const { address, isPrivate } = newTurn;
    const sequence = head.sequence + 1;
    const turn: Turn = {
      id: turnId(conversation, sequence),
      conversation,
      sequence,
      epoch: head.epoch,
      state: 'waiting',
      inputs,
      address,
      answerMessages: [],
      creating: false,
      versions: [],
      shownVersion: 0,
      resumes: 0,
      ...(isPrivate && { isPrivate }),
      acceptedAt: clock.now(),
      format: 1,
    };

    const isBegun = open.of(conversation).length === 0 && startsAtOnce(turn);
    const [seenChanges, chat] = await Promise.all([
      seen.changes(inputs, conversation),
      marks.chatOf(address.channel),
    ]);
    const begin = () => {
      if (isBegun) begun.add(turn);
      open.add(turn);
    };
    const changes = [
      marks.add(turn, chat),
      headChange(conversation, { ...head, sequence }),
      turnChange(isBegun ? { ...turn, state: 'running' } : turn),
      ...seenChanges,
    ];
    await doubtful.write(changes, { messages: inputs, begin });
    return 'accepted';
  }

  /** Gives the outcome for a message that is stored already, perhaps by a write that seemed to fail. */
  async function recognise(
    message: ChatMessage,
    conversation: string,
    isSeen: boolean,
  ): Promise<AcceptOutcome | undefined> {
    const doubt = doubtful.of(message);
    if (isSeen && !doubt) return 'duplicate';

    const own = open.of(conversation).find(({ inputs }) => inputs.some(isSameMessage(message)));
    if (own) {
      doubtful.forget(message);
      // The write of this message was cut before its last changes.
      await store.write(await seen.changes(own.inputs, conversation));
      return 'duplicate';
    }
    if (!isSeen || !doubt?.begin) return undefined;
    doubtful.forget(message);
    doubt.begin();
    return 'accepted';
  }

  async function accept(
    turn: NewTurn,
    mayJoin: (started: Turn) => boolean,
    startsAtOnce: (turn: Turn) => boolean,
  ): Promise<AcceptOutcome> {
    const { message, companions = [], address, onlyJoins = false } = turn;
    const conversation = await conversationOf(address.channel);
    return lock(conversation, async () => {
      const [isSeen, head] = await Promise.all([seen.has(message), readHead(conversation)]);
      const known = await recognise(message, conversation, isSeen);
      if (known) return known;

      const { epoch } = head;
      const { inputLimit } = limits;
      const queue = open.of(conversation);
      const joinable = findJoinable(queue, turn, { epoch, inputLimit, mayJoin });
      if (!joinable && onlyJoins) return 'unjoined';

      const doubt = doubtful.of(message);
      const messages = doubt?.messages ?? [...(await seen.unseen(companions)), message];
      if (joinable) return join(joinable, messages, turn);
      return append(conversation, head, messages, turn, startsAtOnce);
    });
  }

  return {
    accept: (turn, mayJoin = () => false, startsAtOnce = () => false) =>
      messageLock(messageKey(turn.message.channel, turn.message.id), () =>
        accept(turn, mayJoin, startsAtOnce),
      ),

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

/** Adds messages to a turn. What was gathered before does not cover them, so it does not stay. */
function withMoreInputs({ material, ...turn }: Turn, messages: readonly ChatMessage[]): Turn {
  return { ...turn, inputs: inOrder([...turn.inputs, ...messages]) };
}

const isSameMessage = (message: ChatMessage) => (other: ChatMessage) =>
  seenKey(other) === seenKey(message);
