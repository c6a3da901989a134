import type { Turn } from '../contracts/turns.ts';

/**
 * The turns that have not ended, in memory: one queue for each conversation, of which only the first may be running.
 */
export interface OpenTurns {
  readonly size: number;
  /** Oldest first. */
  of(conversation: string): readonly Turn[];
  find(turn: Turn): Turn | undefined;
  add(turn: Turn): void;
  /** Puts `turn` in the place of the one with its id. */
  replace(turn: Turn): void;
  remove(turn: Turn): void;
  /**
   * The oldest turn that nothing keeps from running. Not offered again before its conversation changes or `offerAgain`.
   */
  takeReady(): Turn | undefined;
  offerAgain(conversation: string): void;
}

export function createOpenTurns(): OpenTurns {
  const queues = new Map<string, Turn[]>();
  /**
   * Conversations whose first turn waits. A turn becomes ready seldom and leaves at once, so this is short and is
   * simply searched.
   */
  const ready = new Set<string>();
  let size = 0;

  function setQueue(conversation: string, queue: Turn[]): void {
    size += queue.length - (queues.get(conversation)?.length ?? 0);
    if (queue.length > 0) queues.set(conversation, queue);
    else queues.delete(conversation);
    offerAgain(conversation);
  }

  function offerAgain(conversation: string): void {
    if (queues.get(conversation)?.[0]?.state === 'waiting') ready.add(conversation);
    else ready.delete(conversation);
  }

  const of = (conversation: string) => queues.get(conversation) ?? [];

  return {
    get size() {
      return size;
    },
    of,
    find: (turn) => of(turn.conversation).find(({ id }) => id === turn.id),
    add: (turn) => setQueue(turn.conversation, [...of(turn.conversation), turn]),
    replace(turn) {
      setQueue(
        turn.conversation,
        of(turn.conversation).map((other) => (other.id === turn.id ? turn : other)),
      );
    },
    remove(turn) {
      setQueue(
        turn.conversation,
        of(turn.conversation).filter(({ id }) => id !== turn.id),
      );
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
