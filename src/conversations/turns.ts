import type { Channel } from '../contracts/chat-message.ts';
import type { DroppedTurns, Turn, Turns } from '../contracts/turns.ts';
import type { Adoption } from './adoption.ts';
import { droppedTurn, forgottenTurn } from './ended-turn.ts';
import { turnKey } from './keys.ts';
import { createMessageIntake } from './message-intake.ts';
import { hasStarted } from './open-turns.ts';
import { createPins } from './pins.ts';
import { createQuestionChanges } from './question-changes.ts';
import type { SharedState, TurnLimits } from './shared-state.ts';
import { createTurnMoves } from './turn-moves.ts';
import { createTurnWrites } from './turn-writes.ts';
import { withoutLooseFiles } from './without-loose-files.ts';

/**
 * Discord takes about this many messages at once in a channel, Telegram one a second in a chat. Of the
 * other stopped turns, people read only the number.
 */
const MAX_STOP_SIGNS = 5;

/** Creates the turns. */
export function createTurns(shared: SharedState, limits: TurnLimits): Omit<Turns, keyof Adoption> {
  const { store, records, open, lock, conversationOf } = shared;
  const writes = createTurnWrites(shared, limits);
  const pins = createPins(shared);
  /** A turn never changes: when people change what it asks, another one takes its place, and is not among these. */
  const begun = new WeakSet<Turn>();

  /** Starts the first turn of a conversation. `undefined`: it no longer waits. */
  async function start(conversation: string): Promise<Turn | undefined> {
    const [first] = open.of(conversation);
    if (first?.state !== 'waiting') return undefined;

    const { rerun } = first;
    shared.prefetch(first);
    const started: Turn = { ...first, state: 'running' };
    if (begun.has(first)) {
      open.replace(started);
      return started;
    }
    return save(rerun ? { ...started, rerun: { ...rerun, hasBegun: true } } : started);
  }

  async function save(turn: Turn): Promise<Turn> {
    await writes.save([turn]);
    return turn;
  }

  async function end(turn: Turn): Promise<void> {
    if (turn.rerun) await pins.followAnswer(turn);
    await writes.save([], [turn]);
  }

  /** Changes an open turn. A turn can be closed while the writer of its answer is still under way. */
  function change(turn: Turn, patch: Partial<Turn> & Pick<Turn, 'state'>): Promise<void> {
    return lock(turn.conversation, async () => {
      const current = open.find(turn);
      if (current) await save({ ...current, ...patch });
    });
  }

  function dropConversation(
    conversation: string,
    isIncluded: (turn: Turn) => boolean,
    maxSigns: number,
  ): Promise<DroppedTurns> {
    return lock(conversation, async () => {
      const all = open.of(conversation);
      const turns = all.filter(isIncluded);
      const waiting = turns.filter((turn) => !hasStarted(turn));
      // After a dropped rerun, the answer is visible as before: there is nothing to say.
      const signed = waiting.filter(({ rerun }) => !rerun).slice(0, maxSigns);

      const stopped = signed.map((turn): Turn => ({ ...turn, isStopped: true }));
      const ended = waiting.filter((turn) => !signed.includes(turn)).map(droppedTurn);
      await writes.save(stopped, ended);
      const kept = all.filter((turn) => !isIncluded(turn) && !turn.isStopped).length;
      return { dropped: [...stopped, ...ended], started: turns.filter(hasStarted), kept };
    });
  }

  return {
    ...createMessageIntake(shared, limits, begun),
    ...createQuestionChanges(shared, limits),
    ...createTurnMoves(shared, limits),

    ready: async () => open.ready(),

    async claim(turn) {
      for (let next = open.takeReady(turn); next; next = open.takeReady(turn)) {
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

    countOpenIn: open.countIn,
    countOpen: () => open.size,

    openOf: (platform, authorId) =>
      open
        .conversations()
        .flatMap((conversation) => open.of(conversation))
        .filter(
          ({ address, inputs }) =>
            address.channel.platform === platform &&
            inputs.some(({ author }) => author.id === authorId),
        ),

    listOpen: (most) =>
      open
        .conversations()
        .slice(0, most)
        .flatMap((conversation) => open.of(conversation))
        .slice(0, most),

    async read(ids) {
      const keys = ids.map(turnKey);
      const values = await store.getMany(keys);
      return values.map((value, index) => records.turn(value, keys[index] ?? ''));
    },

    open: async (channel) => open.of(await conversationOf(channel)),

    checkpoint: (turn, { answerMessages, creating }) =>
      change(turn, { answerMessages, creating, state: 'running' }),

    keepMaterial: (turn, material) =>
      lock(turn.conversation, async () => {
        const current = open.find(turn);
        // What belongs to the old words of a question must not stay with the new ones.
        if (!current || current.edition !== turn.edition) return;
        // A proxy's copy may have taken the place of a message since.
        await save({ ...current, material: withoutLooseFiles(current.inputs, material) });
      }),

    release: (turn) => change(turn, { state: 'waiting' }),

    close: (turn, outcome) =>
      lock(turn.conversation, async () => {
        const current = open.find(turn);
        if (!current) return;

        const ended: Turn = { ...current, ...outcome, creating: false };
        if (current.edition === turn.edition) await end(ended);
        else if (current.inputs.length === 0) await writes.save([], [forgottenTurn(ended)]);
        else await save(waitingAnew(ended));
      }),

    async dropWaiting(channel, askerId) {
      const isIncluded = ({ inputs }: Turn) =>
        askerId === undefined || inputs.some(({ author }) => author.id === askerId);
      return dropConversation(await conversationOf(channel), isIncluded, MAX_STOP_SIGNS);
    },

    async dropPlace(place) {
      const isIncluded = ({ address }: Turn) => isWithin(place, address.channel);
      const results = await Promise.all(
        open.conversations().map((conversation) => dropConversation(conversation, isIncluded, 0)),
      );
      return {
        dropped: results.flatMap(({ dropped }) => dropped),
        started: results.flatMap(({ started }) => started),
        kept: 0,
      };
    },
  };
}

/** A turn whose run answered a question that people have changed since. */
function waitingAnew(turn: Turn): Turn {
  const rerun = turn.rerun ?? ({ kind: 'regenerate', isOfEdit: true, hasBegun: true } as const);
  return { ...turn, state: 'waiting', resumes: 0, rerun };
}

/** Tells whether a channel is the place itself, a thread or topic in it, or a channel of it when it is a server. */
function isWithin(place: Channel, { platform, id, parentId, server }: Channel): boolean {
  if (platform !== place.platform) return false;
  return [id, parentId, server].includes(place.id);
}
