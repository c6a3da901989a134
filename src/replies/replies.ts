import type { Observe } from '../contracts/observation.ts';
import type { Replies } from '../contracts/replies.ts';
import type { EditBudget, OverallLimit } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { createForwardClock } from '../lib/forward-clock.ts';
import type { Log } from '../lib/log.ts';
import { createNetworkPasses } from './network-passes.ts';
import { createPace, type Pace } from './pace.ts';
import { removeControls } from './remove-controls.ts';
import { createRenderTurns } from './render-turns.ts';
import { createReply } from './reply.ts';
import { createWriteQueue, type WriteQueue } from './write-queue.ts';

/** Far more scopes than are in use at one time. A forgotten one only starts with a fresh window. */
const MAX_SCOPES = 5_000;

/** The parts that all replies share. */
export interface RepliesParts {
  readonly clock: Clock;
  readonly log: Log;
  /** See `Dialect.open`. */
  readonly maxMessages?: number;
  /** Each write waits for it, and fails with it. */
  readonly beforeWrite?: () => Promise<void>;
  readonly observe?: Observe;
}

/** Makes the one opener of all replies. It remembers the pace of each scope. */
export function createReplies({ log, maxMessages, ...parts }: RepliesParts): Replies {
  const { beforeWrite, observe } = parts;
  const clock = createForwardClock(parts.clock);
  const paces = createExpiringMap<string, Pace>({ clock, maxEntries: MAX_SCOPES });
  const passes = createNetworkPasses(clock);
  const queues = createExpiringMap<string, WriteQueue>({ clock, maxEntries: MAX_SCOPES });

  function queueFor(overall: OverallLimit | undefined): WriteQueue {
    const name = overall?.scope ?? '';
    const existing = queues.get(name);
    if (existing) return existing;

    const queue = createWriteQueue(clock, overall);
    queues.set(name, queue);
    return queue;
  }

  function paceFor(budget: EditBudget): Pace {
    const existing = paces.get(budget.scope);
    if (existing) return existing;

    const pace = createPace(budget, clock, queueFor(budget.overall));
    paces.set(budget.scope, pace);
    return pace;
  }

  const waitForRenderTurn = createRenderTurns(clock);
  const shared = {
    paceFor,
    passes,
    waitForRenderTurn,
    maxMessages,
    beforeWrite,
    observe,
    clock,
    log,
  };

  return {
    open: (request) => createReply({ ...request, ...shared }),

    removeControls(surface, message, signal) {
      const pace = paceFor(surface.budget());
      return removeControls(surface, message, { pace, signal, observe, clock });
    },
  };
}
