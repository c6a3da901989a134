import type { Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { Change } from '../contracts/store.ts';
import type { DroppedTurns, Turn, TurnProgress, Turns } from '../contracts/turns.ts';
import { StoreError } from '../errors.ts';
import { droppedTurn, endedTurn } from './ended-turn.ts';
import type { Ledger, TurnLimits } from './ledger.ts';
import { createMessageIntake } from './message-intake.ts';
import { hasStarted } from './open-turns.ts';
import { turnChange } from './records.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Creates the turns of a ledger. */
export function createTurns(ledger: Ledger, limits: TurnLimits): Turns {
  const { store, open, lock, marked, conversationOf } = ledger;
  const historyTtl = limits.historyDays > 0 ? { ttlMs: limits.historyDays * DAY_MS } : {};

  /** Starts the first turn of a conversation. `undefined`: it no longer waits. */
  async function start(conversation: string): Promise<Turn | undefined> {
    const [first] = open.of(conversation);
    if (first?.state !== 'waiting') return undefined;

    const { rerun } = first;
    const started: Turn = { ...first, state: 'running' };
    return save(rerun ? { ...started, rerun: { ...rerun, hasBegun: true } } : started);
  }

  /**
   * Writes what an accepted turn has become. A damaged part of the file keeps it from being saved,
   * which the store logs, but not from being answered, and it must not stop other conversations.
   */
  async function writeProgress(changes: readonly Change[]): Promise<void> {
    await store.write(changes).catch((error: unknown) => {
      if (!(error instanceof StoreError && error.kind === 'damaged')) throw error;
    });
  }

  async function save(turn: Turn): Promise<Turn> {
    await writeProgress([turnChange(turn)]);
    open.replace(turn);
    return turn;
  }

  /** Changes an open turn. A turn can be closed while the writer of its answer is still under way. */
  function change(turn: Turn, patch: Partial<TurnProgress> & Pick<Turn, 'state'>): Promise<void> {
    return lock(turn.conversation, async () => {
      const current = open.find(turn);
      if (current) await save({ ...current, ...patch });
    });
  }

  async function end(turns: readonly Turn[]): Promise<void> {
    await writeProgress(turns.map((turn) => ({ ...turnChange(endedTurn(turn)), ...historyTtl })));
    for (const turn of turns) {
      open.remove(turn);
      marked.delete(turn.id);
    }
  }

  function dropConversation(
    conversation: string,
    isIncluded: (turn: Turn) => boolean,
  ): Promise<DroppedTurns> {
    return lock(conversation, async () => {
      const turns = open.of(conversation).filter(isIncluded);
      const dropped = turns.filter((turn) => !hasStarted(turn)).map(droppedTurn);
      await end(dropped);
      return { dropped, started: turns.filter(hasStarted) };
    });
  }

  return {
    ...createMessageIntake(ledger, limits),

    async claim() {
      for (let next = open.takeReady(); next; next = open.takeReady()) {
        const { conversation } = next;
        try {
          // The turn was taken before the lock, so that another claim looks elsewhere. `start` checks
          // it again under the lock.
          const running = await lock(conversation, () => start(conversation));
          if (running) return running;
        } catch (error) {
          open.offerAgain(conversation);
          throw error;
        }
      }
      return undefined;
    },

    open: async (channel) => open.of(await conversationOf(channel)),

    checkpoint: (turn, { answerMessages, creating }) =>
      change(turn, { answerMessages, creating, state: 'running' }),

    release: (turn) => change(turn, { state: 'waiting' }),

    close: (turn, outcome) =>
      lock(turn.conversation, async () => {
        const current = open.find(turn);
        if (current) await end([{ ...current, ...outcome, creating: false }]);
      }),

    async amend(channel, messageId, message) {
      const conversation = await conversationOf(channel);
      return lock(conversation, async () => {
        const isAmended = ({ id }: ChatMessage) => id === messageId;
        const turn = open
          .of(conversation)
          .find((queued) => !queued.rerun && !hasStarted(queued) && queued.inputs.some(isAmended));
        if (!turn) return false;

        const inputs = turn.inputs.flatMap((input) => (isAmended(input) ? (message ?? []) : input));
        const newest = inputs.at(-1);
        if (newest) {
          const address = { ...turn.address, questionId: newest.id };
          await save({ ...turn, inputs, address });
        } else {
          await end([{ ...droppedTurn(turn), inputs }]);
        }
        return true;
      });
    },

    dropWaiting: async (channel) => dropConversation(await conversationOf(channel), () => true),

    async dropPlace(place) {
      const isIncluded = ({ address }: Turn) => isWithin(place, address.channel);
      const results = await Promise.all(
        open.conversations().map((conversation) => dropConversation(conversation, isIncluded)),
      );
      return {
        dropped: results.flatMap(({ dropped }) => dropped),
        started: results.flatMap(({ started }) => started),
      };
    },
  };
}

/** Tells whether a channel is the place itself, a thread or topic in it, or a channel of it when it is a server. */
function isWithin(place: Channel, { platform, id, parentId, server }: Channel): boolean {
  if (platform !== place.platform) return false;
  return [id, parentId, server].includes(place.id);
}
