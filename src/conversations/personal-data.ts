import type { Channel, QuotedMessage } from '../contracts/chat-message.ts';
import type { DeletedData, OnElsewhere, PersonalData } from '../contracts/personal-data.ts';
import type { Pin } from '../contracts/pins.ts';
import type { Turn } from '../contracts/turns.ts';
import { StoreError } from '../errors.ts';
import type { Log } from '../lib/log.ts';
import { createLoopBreaks } from '../lib/loop-breaks.ts';
import { readInBatches } from '../lib/read-in-batches.ts';
import { forgottenTurn } from './ended-turn.ts';
import { PINS_PREFIX, pinsKey, TURNS_PREFIX, turnKey } from './keys.ts';
import { pinsChange } from './pins.ts';
import type { SharedState, TurnLimits } from './shared-state.ts';
import { createTurnWrites } from './turn-writes.ts';
import { withoutQuotes } from './without-quotes.ts';

/** What was found in one conversation. */
type FoundData = Omit<DeletedData, 'conversations'>;

/** The number of values in one read. */
const BATCH_SIZE = 100;
/** After this time, running answers, timers and sockets get their turn. */
const LONGEST_BLOCK_MS = 8;

/** Creates the access to what people have said. */
export function createPersonalData(
  shared: SharedState,
  limits: TurnLimits,
  log: Log,
): PersonalData {
  const { store, clock, records, open, lock, marks } = shared;
  const writes = createTurnWrites(shared, limits);

  /** The keys that begin with `prefix`, and their values. */
  async function* readAll(prefix: string): AsyncGenerator<readonly [key: string, value: unknown]> {
    const breakIfDue = createLoopBreaks(clock, LONGEST_BLOCK_MS);
    const keys = await store.findKeys(prefix);
    for await (const entry of readInBatches(store, keys, BATCH_SIZE)) {
      yield entry;
      await breakIfDue();
    }
  }

  async function* readTurns(prefix: string): AsyncGenerator<Turn> {
    for await (const [key, value] of readAll(`${TURNS_PREFIX}${prefix}`)) {
      const turn = records.turn(value, key);
      if (turn) yield turn;
    }
  }

  /** Changes an ended turn as it is stored at that moment. An open one has its own ways to change. */
  function changeEnded({ id, conversation }: Turn, change: (turn: Turn) => Turn): Promise<boolean> {
    return lock(conversation, async () => {
      const key = turnKey(id);
      const turn = records.turn(await store.get(key), key);
      if (!turn) return false;

      const changed = change(turn);
      if (changed === turn) return false;
      const isOpen = open.of(conversation).some((other) => other.id === id);
      await (isOpen ? writes.save([changed]) : writes.keep(changed));
      return true;
    });
  }

  function dropPins(
    conversation: string,
    isDropped: (pin: Pin) => boolean,
    onlyCounts: boolean,
  ): Promise<number> {
    return lock(conversation, async () => {
      const key = pinsKey(conversation);
      const pins = records.pins(await store.get(key), key)?.pins ?? [];
      const kept = pins.filter((pin) => !isDropped(pin));
      const count = pins.length - kept.length;
      if (count > 0 && !onlyCounts) await store.write([pinsChange(conversation, kept)]);
      return count;
    });
  }

  /** The conversations that hold words of a person, with their channels. */
  async function findConversations(
    platform: string,
    authorId: string,
  ): Promise<ReadonlyMap<string, Channel>> {
    const found = new Map<string, Channel>();
    const isTheirs = (quoted: QuotedMessage) => quoted.author.id === authorId;
    for await (const turn of readTurns(`${platform}:`)) {
      const isOwn = withoutAuthor(turn, authorId) !== turn;
      if (isOwn || withoutQuotes(turn, isTheirs) !== turn)
        found.set(turn.conversation, turn.address.channel);
    }
    for await (const [key, value] of readAll(`${PINS_PREFIX}${platform}:`)) {
      const pins = records.pins(value, key)?.pins ?? [];
      const conversation = key.slice(PINS_PREFIX.length);
      if (pins.some(({ author }) => author?.id === authorId) && !found.has(conversation))
        found.set(conversation, await channelOf(conversation));
    }
    return found;
  }

  async function channelOf(conversation: string): Promise<Channel> {
    for await (const { address } of readTurns(`${conversation}#`)) return address.channel;
    return likelyChannel(conversation);
  }

  /** Deletes what a person has said in a conversation, or only counts it. */
  async function takeBack(
    conversation: string,
    authorId: string,
    onlyCounts: boolean,
  ): Promise<FoundData> {
    const change: typeof changeEnded = onlyCounts
      ? async (turn, apply) => apply(turn) !== turn
      : changeEnded;
    /** Messages of the person, and answers to them. */
    const messageIds = new Set<string>();
    let questions = 0;
    for await (const turn of readTurns(`${conversation}#`)) {
      if (withoutAuthor(turn, authorId) === turn) continue;
      questions += 1;
      for (const id of messageIdsOf(turn)) messageIds.add(id);
      await change(turn, (current) => withoutAuthor(current, authorId));
    }

    const isTakenBack = (quoted: QuotedMessage) =>
      quoted.author.id === authorId || messageIds.has(quoted.id);
    let quotes = 0;
    for await (const turn of readTurns(`${conversation}#`)) {
      if (await change(turn, (current) => withoutQuotes(current, isTakenBack))) quotes += 1;
    }

    const isDropped = ({ author, messageId }: Pin) =>
      author?.id === authorId || messageIds.has(messageId);
    return { questions, quotes, pins: await dropPins(conversation, isDropped, onlyCounts) };
  }

  return {
    async delete(platform, authorId, forgotten = [], onElsewhere?: OnElsewhere) {
      const conversations = new Set(forgotten.map(({ conversation }) => conversation));
      const counts = { questions: forgotten.length, quotes: 0, pins: 0 };
      for (const [conversation, channel] of await findConversations(platform, authorId)) {
        const isHere = marks.answersIn(await marks.chatOf(channel));
        if (!isHere) onElsewhere?.(conversation, channel);
        const found = await takeBack(conversation, authorId, !isHere);
        if (found.questions > 0) conversations.add(conversation);
        counts.questions += found.questions;
        counts.quotes += found.quotes;
        counts.pins += found.pins;
      }
      return { ...counts, conversations: conversations.size };
    },

    async deleteIn(conversation, authorId) {
      await takeBack(conversation, authorId, false);
    },

    purge: () =>
      store.purge().catch((error: unknown) => {
        const reason = error instanceof StoreError ? error.message : error;
        log.warn({ error: reason }, 'store: deleted data may still be on the disk');
      }),
  };
}

/** The channel of a conversation that has no turns: `<platform>:<id>`. */
function likelyChannel(conversation: string): Channel {
  const [platform = ''] = conversation.split(':', 1);
  const id = conversation.slice(platform.length + 1);
  const [parentId = id] = id.split('/', 1);
  return { platform, id, kind: 'group', ...(parentId !== id && { parentId }) };
}

/** Message ids of Telegram count in each chat, so they are compared within one conversation only. */
function messageIdsOf({ inputs, answerMessages }: Turn): readonly string[] {
  return [...inputs.map(({ id }) => id), ...answerMessages.map(({ messageId }) => messageId)];
}

/** A question of several people stays with the messages of the others, and without its answers. */
function withoutAuthor(turn: Turn, authorId: string): Turn {
  const inputs = turn.inputs.filter(({ author }) => author.id !== authorId);
  if (inputs.length === turn.inputs.length) return turn;
  return { ...forgottenTurn(turn), inputs };
}
