import type { Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { Change } from '../contracts/store.ts';
import type { NewTurn, QuestionChange, Turn, Turns } from '../contracts/turns.ts';
import { messageKey } from '../lib/channel-key.ts';
import { forgottenTurn } from './ended-turn.ts';
import { findTurn } from './find-turn.ts';
import { homeKey, turnId, turnKey } from './keys.ts';
import { nextEdition } from './next-edition.ts';
import { isUnseenRun } from './open-turns.ts';
import { headChange, turnChange } from './records.ts';
import { createSeenMessages } from './seen-messages.ts';
import type { SharedState, TurnLimits } from './shared-state.ts';
import { createTurnWrites } from './turn-writes.ts';

/** Gives turns another message, or another conversation. */
export type TurnMoves = Pick<Turns, 'substitute' | 'relocate'>;

/** Creates the moves. Every move is one write. */
export function createTurnMoves(shared: SharedState, limits: TurnLimits): TurnMoves {
  const { store, records, open, lock, messageLock, marks, conversationOf, readHead } = shared;
  const writes = createTurnWrites(shared, limits);
  const seen = createSeenMessages(shared, limits);

  async function substitute(original: ChatMessage, copy: NewTurn): Promise<QuestionChange> {
    if (await seen.has(copy.message)) return { kind: 'kept' };
    const found = await findTurn(shared, original.channel, { messageId: original.id });
    if (!found) return { kind: 'unknown' };

    const { id, conversation } = found.turn;
    return lock(conversation, async () => {
      const queued = open.of(conversation).find((turn) => turn.id === id);
      const turn = queued ?? records.turn(await store.get(turnKey(id)), turnKey(id));
      const isThere = turn?.inputs.some((input) => input.id === original.id);
      if (!turn || !isThere) return { kind: 'unknown' };

      const changed = withSubstitute(turn, original, copy);
      const marks = await seen.changes([copy.message], conversation);
      if (queued) return changeOpen(changed, marks);
      await store.write([writes.endChange(changed), ...marks]);
      return { kind: 'changed' };
    });
  }

  /** Stores an open turn with its copy. A run that shows nothing yet makes way for one that knows the copy. */
  async function changeOpen(turn: Turn, marks: readonly Change[]): Promise<QuestionChange> {
    const needsNewRun = isUnseenRun(turn);
    const changed = needsNewRun ? nextEdition(turn) : turn;
    await store.write([turnChange(changed), ...marks]);
    open.replace(changed);
    return needsNewRun ? { kind: 'reopened', turn: changed } : { kind: 'changed' };
  }

  async function relocate(turn: Turn, channel: Channel): Promise<void> {
    const conversation = await conversationOf(channel);
    await lock(turn.conversation, () =>
      lock(conversation, async () => {
        const current = open.find(turn);
        if (!current) return;

        const [head, chat] = await Promise.all([readHead(conversation), marks.chatOf(channel)]);
        const sequence = head.sequence + 1;
        const { opensThread, ...address } = current.address;
        const moved: Turn = {
          ...current,
          id: turnId(conversation, sequence),
          conversation,
          sequence,
          epoch: head.epoch,
          state: 'waiting',
          address: { ...address, channel },
        };
        const emptied = forgottenTurn(current);

        await store.write([
          marks.add(moved, chat),
          headChange(conversation, { ...head, sequence }),
          turnChange(moved),
          ...current.inputs.map(({ id }) => ({ key: homeKey(channel, id), value: undefined })),
          writes.endChange(emptied),
        ]);
        open.add(moved);
        open.remove(current);
        marks.remove(current);
      }),
    );
  }

  return {
    substitute: (original, copy) =>
      messageLock(messageKey(copy.message.channel, copy.message.id), () =>
        substitute(original, copy),
      ),
    relocate,
  };
}

function withSubstitute(turn: Turn, original: ChatMessage, { message, address }: NewTurn): Turn {
  const inputs = turn.inputs.map((input) => (input.id === original.id ? message : input));
  const isAddressed = turn.address.questionId === original.id && !turn.address.opensThread;
  const substituted = { ...turn, inputs, address: isAddressed ? address : turn.address };
  const replaced = turn.inputs.find(({ id }) => id === original.id);
  return replaced ? withFilesOf(substituted, replaced, message) : substituted;
}

/** The copy brings the same files under other references. What was read of them stays. */
function withFilesOf(turn: Turn, original: ChatMessage, copy: ChatMessage): Turn {
  if (!turn.material) return turn;
  const newRefs = new Map(
    original.attachments.map(({ ref }, index) => [ref, copy.attachments[index]?.ref]),
  );
  const files = turn.material.files.flatMap((file) => {
    const ref = newRefs.has(file.ref) ? newRefs.get(file.ref) : file.ref;
    return ref === undefined ? [] : { ...file, ref };
  });
  return { ...turn, material: { ...turn.material, files } };
}
