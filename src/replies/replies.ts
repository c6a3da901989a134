import type { ChatPaces } from '../contracts/chat-paces.ts';
import type { Observe } from '../contracts/observation.ts';
import type { Replies } from '../contracts/replies.ts';
import type { EditBudget, WriteCalls } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { createForwardClock } from '../lib/forward-clock.ts';
import type { Log } from '../lib/log.ts';
import { createNetworkPasses } from './network-passes.ts';
import { createPace, type Pace } from './pace.ts';
import { createRenderTurns } from './render-turns.ts';
import { createReply } from './reply.ts';
import { type PaceSharing, tiePaces } from './tie-paces.ts';
import { writeAlone } from './write-alone.ts';
import { createWriteQueue, type WriteQueue } from './write-queue.ts';

/** Far more scopes than are in use at one time. A forgotten one only starts with a fresh window. */
const MAX_SCOPES = 5_000;
/** Some answers wait for it, and it never keeps a finished one from being shown. */
const OTHER_CALL = { kind: 'first', isCreate: false } as const;

/** The parts that all replies share. */
export interface RepliesParts {
  readonly clock: Clock;
  readonly log: Log;
  /** See `Dialect.open`. */
  readonly maxMessages?: number;
  /** Each write waits for it, and fails with it. */
  readonly beforeWrite?: () => Promise<void>;
  readonly observe?: Observe;
  /** Other processes write to the same networks. Absent: this one is alone. */
  readonly sharing?: PaceSharing | undefined;
}

/** Makes the one opener of all replies. It remembers the pace of each scope. */
export function createReplies({
  log,
  maxMessages,
  sharing,
  ...parts
}: RepliesParts): Replies & ChatPaces {
  const { beforeWrite, observe } = parts;
  const clock = createForwardClock(parts.clock);
  const paces = createExpiringMap<string, Pace>({ clock, maxEntries: MAX_SCOPES });
  const passes = createNetworkPasses(clock);
  const queues = createExpiringMap<string, WriteQueue>({ clock, maxEntries: MAX_SCOPES });

  const ties =
    sharing &&
    tiePaces(sharing, {
      clock,
      log,
      findQueue: (scope) => queues.get(scope),
      forget: (scopes) => scopes.forEach(paces.delete),
    });

  function queueFor({ scope, overall }: EditBudget): WriteQueue {
    const name = overall?.scope ?? '';
    const existing = queues.get(name);
    if (existing) return existing;

    // The limit of one scope alone lies with the process that answers there.
    const isShared = overall !== undefined && name !== scope;
    const queue = createWriteQueue(clock, overall, isShared ? ties?.openShare : undefined);
    queues.set(name, queue);
    if (isShared) ties?.beginQueue(name, queue);
    return queue;
  }

  function paceFor(budget: EditBudget): Pace {
    const existing = paces.get(budget.scope);
    if (existing) return existing;

    const update = () => pace.update();
    const pace = createPace(budget, clock, queueFor(budget), ties?.tie(budget, update));
    paces.set(budget.scope, pace);
    ties?.beginPace(budget, pace);
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

    async removeControls(surface, message, signal) {
      if (!surface.removeControls) return;
      const write = async (calls: WriteCalls) => surface.removeControls?.(message, calls);
      await writeAlone({ surface, call: 'edit', write }, { ...shared, signal });
    },

    remove: (surface, message, signal) =>
      writeAlone(
        { surface, call: 'remove', write: (calls) => surface.remove(message, calls) },
        { ...shared, signal },
      ),

    async takeCall(budget, signal) {
      const lane = paceFor(budget).open();
      const endCall = await lane.waitForRoom(OTHER_CALL, signal).finally(lane.close);
      if (endCall) return () => endCall();
      throw new PlatformError('The call was canceled.', {
        kind: 'canceled',
        platform: budget.scope,
      });
    },

    async adopt(chat, last) {
      await ties?.adopt(chat, last);
    },

    async release(chat) {
      await ties?.release(chat);
    },
  };
}
