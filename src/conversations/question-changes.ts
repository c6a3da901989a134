import type { Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { QuestionChange, Rerun, Turn, Turns } from '../contracts/turns.ts';
import { messageKey } from '../lib/channel-key.ts';
import { hasContent } from '../lib/has-content.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { pinText } from '../texts/pin-text.ts';
import { forgottenTurn } from './ended-turn.ts';
import { findQuotingTurns } from './find-quoting-turns.ts';
import { findTurn } from './find-turn.ts';
import { hasSameContent } from './has-same-content.ts';
import { isQueueFull } from './is-queue-full.ts';
import { SEEN_TTL_MS, seenKey, turnKey } from './keys.ts';
import { nextEdition } from './next-edition.ts';
import { hasStarted } from './open-turns.ts';
import { createPins } from './pins.ts';
import { readBackwards } from './read-history.ts';
import type { SharedState, TurnLimits } from './shared-state.ts';
import { createTurnWrites } from './turn-writes.ts';

/** Takes what people change in their questions: edits and deletions. */
export type QuestionChanges = Pick<Turns, 'edit' | 'withdraw' | 'forget'>;

/** People who edit a question after this time no longer wait for another answer. */
const ANSWERED_AGAIN_MS = 60 * 60 * 1000;

/** Creates the changes of questions. Every change is one write. */
export function createQuestionChanges(shared: SharedState, limits: TurnLimits): QuestionChanges {
  const { store, clock, records, open, lock, messageLock, marks } = shared;
  const { conversationOf, readHead } = shared;
  const writes = createTurnWrites(shared, limits);
  const pins = createPins(shared);

  const isHere = async (channel: Channel) => marks.answersIn(await marks.chatOf(channel));

  /** Changes a turn under the lock of its conversation, as it is stored at that moment. */
  function change(
    { id, conversation }: Turn,
    apply: (turn: Turn, isOpen: boolean) => Promise<QuestionChange>,
  ): Promise<QuestionChange> {
    return lock(conversation, async () => {
      const queued = open.of(conversation).find((turn) => turn.id === id);
      const key = turnKey(id);
      const turn = queued ?? records.turn(await store.get(key), key);
      return turn ? apply(turn, queued !== undefined) : { kind: 'unknown' };
    });
  }

  /** One read of the store shows that a message is no question: networks report the edits of all messages. */
  async function mayBeQuestion(message: ChatMessage, conversation: string): Promise<boolean> {
    if (message.addressed) return true;
    const isMarked = clock.now() - message.sentAt < SEEN_TTL_MS;
    if (!isMarked || open.of(conversation).some(hasInput(message.id))) return true;
    return (await store.get(seenKey(message))) !== undefined;
  }

  async function applyEdit(
    turn: Turn,
    message: ChatMessage,
    isOpen: boolean,
  ): Promise<QuestionChange> {
    const { epoch } = await readHead(turn.conversation);
    const before = turn.inputs.find(({ id }) => id === message.id);
    if (!before || turn.epoch !== epoch || hasSameContent(before, message)) return { kind: 'kept' };

    const after = editedMessage(before, message);
    if (!hasAnything(after)) {
      return keepInputs(
        turn,
        turn.inputs.filter((input) => input !== before),
        isOpen,
      );
    }
    const inputs = turn.inputs.map((input) => (input === before ? after : input));
    const edited: Turn = { ...turn, inputs };
    if (isOpen) return changeOpen(edited);
    if (await needsNewAnswer(edited)) return reopen(edited, message);
    await writes.keep(edited);
    return { kind: 'changed' };
  }

  async function changeOpen(turn: Turn): Promise<QuestionChange> {
    const isWaiting = !hasStarted(turn) && !turn.rerun;
    if (isWaiting || turn.isStopped) {
      await writes.save([turn]);
      return { kind: 'changed' };
    }
    const rerun = turn.rerun && regenerationOf(turn.rerun);
    const edited: Turn = omitUndefined({ ...nextEdition(turn), rerun });
    await writes.save([edited]);
    return { kind: 'reopened', turn: edited };
  }

  async function needsNewAnswer(turn: Turn): Promise<boolean> {
    const isRecent = clock.now() - turn.acceptedAt <= ANSWERED_AGAIN_MS;
    const hasRoom = !isQueueFull(shared, limits, turn.conversation);
    return isRecent && hasRoom && (await isNewest(turn));
  }

  /** A later question that people withdrew does not count. */
  async function isNewest({ conversation, sequence }: Turn): Promise<boolean> {
    const head = await readHead(conversation);
    for await (const later of readBackwards(shared, conversation, head.sequence)) {
      if (later.sequence <= sequence) return true;
      if (later.inputs.length > 0) return false;
    }
    return true;
  }

  async function reopen(turn: Turn, { channel }: ChatMessage): Promise<QuestionChange> {
    // The chat may have got another id since the question was asked.
    const { id, parentId } = turn.address.channel;
    const address = id === channel.id || parentId === channel.id ? turn.address : { channel };
    const reopened: Turn = {
      ...nextEdition(turn),
      address,
      state: 'waiting',
      creating: false,
      resumes: 0,
      rerun: { kind: 'regenerate', isOfEdit: true },
    };
    await writes.open(reopened);
    return { kind: 'reopened', turn: reopened };
  }

  /** Leaves a turn with some of its messages, or with none. */
  async function keepInputs(
    turn: Turn,
    inputs: readonly ChatMessage[],
    isOpen: boolean,
  ): Promise<QuestionChange> {
    if (inputs.length === turn.inputs.length) return { kind: 'unknown' };

    // A picture or a forward without the words that asked about it is no question.
    const newest = inputs.findLast(({ addressed }) => addressed !== false);
    if (!newest) return forget(turn, isOpen);

    const remaining: Turn = {
      ...withoutMaterialOf(turn, inputs),
      inputs,
      address: { ...turn.address, questionId: newest.id },
    };
    if (isOpen) return changeOpen(remaining);
    await writes.keep(remaining);
    return { kind: 'changed' };
  }

  async function forget(turn: Turn, isOpen: boolean): Promise<QuestionChange> {
    const forgotten = forgottenTurn(turn);
    const messageIds = [
      ...turn.inputs.map(({ id }) => id),
      ...turn.answerMessages.map(({ messageId }) => messageId),
    ];
    await pins.dropMessages(turn.conversation, new Set(messageIds));
    const quoting = await findQuotingTurns(shared, turn, new Set(messageIds));
    const openQuoting = quoting.filter((other) => open.find(other));
    const endedQuoting = quoting.filter((other) => !open.find(other));

    if (!isOpen || !hasStarted(turn)) {
      await writes.save(openQuoting, [forgotten, ...endedQuoting]);
      return { kind: 'changed' };
    }
    const removed: Turn = { ...nextEdition(forgotten), state: turn.state };
    await writes.save([removed, ...openQuoting], endedQuoting);
    return { kind: 'reopened', turn: removed };
  }

  async function edit(message: ChatMessage): Promise<QuestionChange> {
    const conversation = await conversationOf(message.channel);
    await lock(conversation, () => pins.replaceText(conversation, message.id, pinText(message)));
    if (!(await mayBeQuestion(message, conversation))) return { kind: 'unknown' };

    const found = await findTurn(shared, message.channel, { messageId: message.id });
    if (!found) return { kind: 'unknown' };
    const { channel } = found.turn.address;
    if (!(await isHere(channel))) return { kind: 'elsewhere', channel };
    return change(found.turn, (turn, isOpen) => applyEdit(turn, message, isOpen));
  }

  async function withdraw(channel: Channel, messageId: string): Promise<QuestionChange> {
    const conversation = await conversationOf(channel);
    await lock(conversation, () => pins.dropMessages(conversation, new Set([messageId])));
    const found = await findTurn(shared, channel, { messageId });
    if (!found) return { kind: 'unknown' };
    const home = found.turn.address.channel;
    if (!(await isHere(home))) return { kind: 'elsewhere', channel: home };
    return change(found.turn, (turn, isOpen) => {
      const inputs = turn.inputs.filter(({ id }) => id !== messageId);
      return keepInputs(turn, inputs, isOpen);
    });
  }

  return {
    edit: (message) => messageLock(messageKey(message.channel, message.id), () => edit(message)),

    withdraw: (channel, messageId) =>
      messageLock(messageKey(channel, messageId), () => withdraw(channel, messageId)),

    forget: (turn) => change(turn, (current, isOpen) => keepInputs(current, [], isOpen)),
  };
}

const hasInput =
  (messageId: string) =>
  ({ inputs }: Turn): boolean =>
    inputs.some(({ id }) => id === messageId);

/** The message with its new words. It stays a question, and a reply to the same message, also where the event no longer says so. */
function editedMessage(before: ChatMessage, after: ChatMessage): ChatMessage {
  const addressed = after.addressed || before.addressed;
  return omitUndefined({ ...after, addressed, quoted: after.quoted ?? before.quoted });
}

function hasAnything(message: ChatMessage): boolean {
  const { quoted } = message;
  return hasContent(message) || (quoted !== undefined && hasContent(quoted));
}

/** Nothing of a file or a link stays when its message was taken back. */
function withoutMaterialOf({ material, ...turn }: Turn, kept: readonly ChatMessage[]): Turn {
  if (!material) return turn;
  const isTakenBack = (test: (input: ChatMessage) => boolean) =>
    turn.inputs.some((input) => !kept.includes(input) && test(input));
  const refersTo = (ref: string) => (input: ChatMessage) =>
    [input, ...(input.quoted ? [input.quoted] : [])].some(({ attachments }) =>
      attachments.some((attachment) => attachment.ref === ref || attachment.stillRef === ref),
    );
  const linksTo = (id: string) => (input: ChatMessage) =>
    input.links?.some(({ messageId }) => messageId === id) === true;

  const files = material.files.filter(({ ref }) => !isTakenBack(refersTo(ref)));
  const background = material.background.filter(({ message }) => !isTakenBack(linksTo(message.id)));
  return { ...turn, material: { files, background } };
}

/** The rest of an answer to the old words makes no sense any more, nor does an older version of it. */
function regenerationOf(rerun: Rerun): Rerun {
  const { hasBegun = false } = rerun;
  const model = rerun.kind === 'regenerate' ? rerun.model : undefined;
  const regeneration = { kind: 'regenerate', model, isOfEdit: true } as const;
  return omitUndefined({ ...regeneration, hasBegun: hasBegun || undefined });
}
