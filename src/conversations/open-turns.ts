import type { Turn } from '../contracts/turns.ts';

/** The turns that have not ended, in memory: one queue per conversation. Only its first turn may be running. */
export interface OpenTurns {
  /** The number of open turns. */
  readonly size: number;
  /** Oldest first. */
  of(conversation: string): readonly Turn[];
  /** Conversations that have an open turn. */
  conversations(): readonly string[];
  find(turn: Turn): Turn | undefined;
  add(turn: Turn): void;
  /** Replaces the turn with the same id. */
  replace(turn: Turn): void;
  remove(turn: Turn): void;
  /** Takes the oldest turn that may run. It is not offered again until its conversation changes, or until `offerAgain`. */
  takeReady(): Turn | undefined;
  /** Offers the first turn of a conversation to `takeReady` again, if it waits. */
  offerAgain(conversation: string): void;
}

/** Creates empty queues. */
export function createOpenTurns(): OpenTurns {
  const queues = new Map<string, Turn[]>();
  /** Conversations whose first turn waits. A ready turn is soon taken, so a linear search is enough. */
  const ready = new Set<string>();
  let size = 0;

  function setQueue(conversation: string, queue: Turn[]): void {
    size += queue.length - of(conversation).length;
    if (queue.length > 0) queues.set(conversation, queue);
    else queues.delete(conversation);
    offerAgain(conversation);
  }

  function offerAgain(conversation: string): void {
    if (of(conversation)[0]?.state === 'waiting') ready.add(conversation);
    else ready.delete(conversation);
  }

  function of(conversation: string): readonly Turn[] {
    return queues.get(conversation) ?? [];
  }

  return {
    get size() {
      return size;
    },

    of,
    conversations: () => [...queues.keys()],
    find: (turn) => of(turn.conversation).find(({ id }) => id === turn.id),
    add: (turn) => setQueue(turn.conversation, [...of(turn.conversation), turn]),

    replace(turn) {
      const queue = of(turn.conversation).map((other) => (other.id === turn.id ? turn : other));
      setQueue(turn.conversation, queue);
    },

    remove(turn) {
      const queue = of(turn.conversation).filter(({ id }) => id !== turn.id);
      setQueue(turn.conversation, queue);
    },

    takeReady() {
      let oldest: Turn | undefined;
      for (const conversation of ready) {
        const [first] = of(conversation);
        if (first && (!oldest || first.acceptedAt < oldest.acceptedAt)) oldest = first;
      }
      if (oldest) ready.delete(oldest.conversation);
      return oldest;
    },

    offerAgain,
  };
}

/** Tells whether people must see how an open turn ends: its answer has started, or they stopped it. */
export function hasStarted({ state, isStopped, rerun, ...progress }: Turn): boolean {
  const { answerMessages, creating, resumes } = progress;
  const isVisible = rerun ? rerun.hasBegun === true : answerMessages.length > 0;
  return state === 'running' || isStopped === true || isVisible || creating || resumes > 0;
}

/** Tells whether a turn has started to be answered for the first time, and people see nothing of its answer. */
export function isUnseenRun(turn: Turn): boolean {
  const { rerun, isStopped, creating, answerMessages } = turn;
  if (rerun || isStopped || creating) return false;
  return hasStarted(turn) && answerMessages.length === 0;
}
