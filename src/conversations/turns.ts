import type { ChatMessage } from '../contracts/chat-message.ts';
import type { Turn, Turns } from '../contracts/turns.ts';
import { BotError } from '../errors.ts';
import { droppedTurn, endedTurn } from './ended-turn.ts';
import { hasStarted } from './has-started.ts';
import type { Ledger } from './ledger.ts';
import { createMessageIntake } from './message-intake.ts';
import { turnChange } from './records.ts';
import { createReopen } from './reopen.ts';
import type { TurnLimits } from './turn-limits.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export function createTurns(ledger: Ledger, limits: TurnLimits): Turns {
  const { store, open, lock, marked, conversationOf } = ledger;
  const kept = limits.historyDays > 0 ? { ttlMs: limits.historyDays * DAY_MS } : {};

  /** Starts the first turn of a conversation; `undefined` when it does not wait any more. */
  async function start(conversation: string): Promise<Turn | undefined> {
    const [first] = open.of(conversation);
    if (first?.state !== 'waiting') return undefined;
    const { rerun } = first;
    const running: Turn = {
      ...first,
      state: 'running',
      ...(rerun && { rerun: { ...rerun, hasBegun: true } }),
    };
    await store.write([turnChange(running)]);
    open.replace(running);
    // The caller changes its turn as the answer grows; ours stays what is on disk.
    return { ...running };
  }

  async function save(turn: Turn): Promise<void> {
    const own = open.find(turn);
    // A turn can be closed while its answer's writer is still under way.
    if (!own) return;
    const state = turn.state === 'waiting' ? 'waiting' : 'running';
    const saved: Turn = { ...turn, state, inputs: own.inputs, address: own.address };
    await store.write([turnChange(saved)]);
    open.replace(saved);
  }

  async function end(turns: readonly Turn[]): Promise<void> {
    await store.write(turns.map((turn) => ({ ...turnChange(endedTurn(turn)), ...kept })));
    for (const turn of turns) {
      open.remove(turn);
      marked.delete(turn.id);
    }
  }

  return {
    accept: createMessageIntake(ledger, limits),
    reopen: createReopen(ledger, limits),

    async claim() {
      for (let next = open.takeReady(); next; next = open.takeReady()) {
        const { conversation } = next;
        try {
          // It was taken before the lock, so that another claim looks elsewhere, and `start` looks again once we have
          // it.
          const running = await lock(conversation, () => start(conversation));
          if (running) return running;
        } catch (error) {
          open.offerAgain(conversation);
          throw error;
        }
      }
      return undefined;
    },

    checkpoint: (turn) => lock(turn.conversation, () => save(turn)),

    async close(turn) {
      if (turn.state === 'waiting' || turn.state === 'running') {
        throw new BotError(`Turn ${turn.id} cannot be closed while it is ${turn.state}.`);
      }
      const asItIs = { ...turn };
      await lock(turn.conversation, async () => {
        if (open.find(turn)) await end([asItIs]);
      });
    },

    async amend(channel, messageId, message) {
      const conversation = await conversationOf(channel);
      return lock(conversation, async () => {
        const isIt = ({ id }: ChatMessage) => id === messageId;
        const turn = open
          .of(conversation)
          .find((one) => !one.rerun && !hasStarted(one) && one.inputs.some(isIt));
        if (!turn) return false;
        const inputs = turn.inputs.flatMap((input) => (isIt(input) ? (message ?? []) : input));
        const newest = inputs.at(-1);
        if (!newest) {
          await end([{ ...droppedTurn(turn), inputs }]);
          return true;
        }
        const amended: Turn = {
          ...turn,
          inputs,
          address: { ...turn.address, questionId: newest.id },
        };
        await store.write([turnChange(amended)]);
        open.replace(amended);
        return true;
      });
    },

    async dropWaiting(channel) {
      const conversation = await conversationOf(channel);
      return lock(conversation, async () => {
        const turns = open.of(conversation);
        const untouched = turns.filter((turn) => !hasStarted(turn));
        const stopped = untouched.map(droppedTurn);
        await end(stopped);
        return { dropped: stopped, begun: turns.find(hasStarted) };
      });
    },
  };
}
