/**
 * Waits for a turn of the event loop in which no other reply renders. Within its turn, a reply may go
 * on: its next write comes after the network has answered.
 */
export type WaitForRenderTurn = (reply: object) => Promise<void>;

interface WaitingReply {
  readonly reply: object;
  readonly start: () => void;
}

/**
 * Creates turns, which all replies share. Many writes may get room at one moment. Without turns, all of
 * them would render in one chain of microtasks, and everything else would wait: other chats, timers, and
 * the renewal of the store's lease.
 */
export function createRenderTurns(): WaitForRenderTurn {
  const waiting: WaitingReply[] = [];
  /** The reply that rendered in this turn of the event loop. */
  let holder: object | undefined;

  function passOn(): void {
    const next = waiting.shift();
    holder = next?.reply;
    if (!next) return;

    setImmediate(passOn);
    next.start();
  }

  return (reply) => {
    if (holder && holder !== reply) {
      return new Promise((start) => void waiting.push({ reply, start }));
    }

    if (!holder) setImmediate(passOn);
    holder = reply;
    return Promise.resolve();
  };
}
