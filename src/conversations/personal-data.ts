import type { QuotedMessage } from '../contracts/chat-message.ts';
import type { DeletedData, PersonalData } from '../contracts/personal-data.ts';
import type { Pin } from '../contracts/pins.ts';
import type { Turn } from '../contracts/turns.ts';
import { StoreError } from '../errors.ts';
import type { Log } from '../lib/log.ts';
import { createLoopBreaks } from '../lib/loop-breaks.ts';
import { forgottenTurn } from './ended-turn.ts';
import { PINS_PREFIX, TURNS_PREFIX, turnKey } from './keys.ts';
import { pinsChange } from './pins.ts';
import type { SharedState, TurnLimits } from './shared-state.ts';
import { createTurnWrites } from './turn-writes.ts';
import { withoutQuotes } from './without-quotes.ts';

/** The number of turns in one read. */
const BATCH_SIZE = 100;
/** After this time, running answers, timers and sockets get their turn. */
const LONGEST_BLOCK_MS = 8;

/** Creates the access to what people have said. */
export function createPersonalData(
  shared: SharedState,
  limits: TurnLimits,
  log: Log,
): PersonalData {
  const { store, clock, records, open, lock } = shared;
  const writes = createTurnWrites(shared, limits);

  /** The turns whose keys begin with `prefix`. */
  async function* readTurns(prefix: string): AsyncGenerator<Turn> {
    const breakIfDue = createLoopBreaks(clock, LONGEST_BLOCK_MS);
    const keys = await store.findKeys(prefix);
    for (let from = 0; from < keys.length; from += BATCH_SIZE) {
      const batch = keys.slice(from, from + BATCH_SIZE);
      const values = await store.getMany(batch);
      for (const [index, value] of values.entries()) {
        const turn = records.turn(value, batch[index] ?? '');
        if (turn) yield turn;
      }
      await breakIfDue();
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

  async function dropPins(
    platform: string,
    isDropped: (pin: Pin, conversation: string) => boolean,
  ): Promise<number> {
    let count = 0;
    const prefix = `${PINS_PREFIX}${platform}:`;
    for (const key of await store.findKeys(prefix)) {
      const conversation = key.slice(PINS_PREFIX.length);
      await lock(conversation, async () => {
        const pins = records.pins(await store.get(key), key)?.pins ?? [];
        const kept = pins.filter((pin) => !isDropped(pin, conversation));
        count += pins.length - kept.length;
        if (kept.length < pins.length) await store.write([pinsChange(conversation, kept)]);
      });
    }
    return count;
  }

  return {
    async delete(platform, authorId, forgotten = []) {
      const prefix = `${TURNS_PREFIX}${platform}:`;
      const conversations = new Set(forgotten.map(({ conversation }) => conversation));
      /** Messages of the person, and answers to them. */
      const messageIds = new Set<string>();
      let questions = forgotten.length;

      for await (const turn of readTurns(prefix)) {
        const own = turn.inputs.filter(({ author }) => author.id === authorId);
        if (own.length === 0) continue;

        conversations.add(turn.conversation);
        questions += 1;
        for (const id of messageIdsOf(turn)) messageIds.add(messageKeyOf(turn.conversation, id));
        await changeEnded(turn, (current) => withoutAuthor(current, authorId));
      }

      const isTakenBack = (turn: Turn, quoted: QuotedMessage) =>
        quoted.author.id === authorId || messageIds.has(messageKeyOf(turn.conversation, quoted.id));
      let quotes = 0;
      for await (const turn of readTurns(prefix)) {
        const isOfTurn = (quoted: QuotedMessage) => isTakenBack(turn, quoted);
        if (await changeEnded(turn, (current) => withoutQuotes(current, isOfTurn))) quotes += 1;
      }

      const pins = await dropPins(
        platform,
        ({ author, messageId }, conversation) =>
          author?.id === authorId || messageIds.has(messageKeyOf(conversation, messageId)),
      );
      const deleted: DeletedData = { questions, quotes, pins, conversations: conversations.size };
      return deleted;
    },

    purge: () =>
      store.purge().catch((error: unknown) => {
        const reason = error instanceof StoreError ? error.message : error;
        log.warn({ error: reason }, 'store: deleted data may still be on the disk');
      }),
  };
}

function messageIdsOf({ inputs, answerMessages }: Turn): readonly string[] {
  return [...inputs.map(({ id }) => id), ...answerMessages.map(({ messageId }) => messageId)];
}

/** Message ids of Telegram count in each chat. */
function messageKeyOf(conversation: string, messageId: string): string {
  return `${conversation} ${messageId}`;
}

/** A question of several people stays with the messages of the others, and without its answers. */
function withoutAuthor(turn: Turn, authorId: string): Turn {
  const inputs = turn.inputs.filter(({ author }) => author.id !== authorId);
  if (inputs.length === turn.inputs.length) return turn;
  return { ...forgottenTurn(turn), inputs };
}
