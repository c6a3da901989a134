import type { ChatPaces } from '../contracts/chat-paces.ts';
import type { Fleet } from '../contracts/fleet.ts';
import type { EditBudget } from '../contracts/reply-surface.ts';
import type { Shares } from '../contracts/shares.ts';
import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createChatPaces } from './handover/chat-paces.ts';
import { createKeptPenalties } from './handover/kept-penalties.ts';
import type { Pace, PaceTies } from './pace.ts';
import { platformOfScope } from './platform-of-scope.ts';
import type { WriteQueue } from './write-queue.ts';

/** What this process shares with the others that write to the same networks. */
export interface PaceSharing {
  readonly store: Pick<Store, 'get' | 'getMany' | 'write' | 'watch'>;
  readonly fleet: Pick<Fleet, 'tell' | 'onTold'>;
  readonly shares: Shares;
}

/** Ties the paces of this process to those of the others. */
interface TiedReplies extends ChatPaces {
  readonly openShare: Shares['open'];
  /** Takes note of a new queue of a limit that is shared. */
  beginQueue(name: string, queue: WriteQueue): void;
  tie(budget: EditBudget, onChange: () => void): PaceTies;
  /** Takes note of a new pace. */
  beginPace(budget: EditBudget, pace: Pace): void;
}

interface TieParts {
  readonly clock: Clock;
  readonly log: Log;
  findQueue(scope: string): WriteQueue | undefined;
  forget(scopes: readonly string[]): void;
}

/** The topic of `Fleet.tell`: the network asked one scope to wait. */
const TOPIC = 'penalty';
/** A shorter penalty of a chat ends before another process can write there. */
const SHORTEST_KEPT_MS = 1_000;

/** Ties the paces of this process to those of the others. */
export function tiePaces({ store, fleet, shares }: PaceSharing, parts: TieParts): TiedReplies {
  const { clock, log, findQueue, forget } = parts;
  const penalties = createKeptPenalties({ store, clock, log });
  const chatPaces = createChatPaces({ store, penalties, clock, forget });

  // Several scopes may be asked to wait at one time, each by another process: that means all of them.
  fleet.onTold(TOPIC, (content) => {
    const { overall, scope, durationMs }: Record<string, unknown> = Object(content);
    if (typeof overall !== 'string' || typeof scope !== 'string') return;
    if (typeof durationMs === 'number') findQueue(overall)?.penalize(scope, durationMs);
  });

  function onPenalty(
    { scope, chat, overall }: EditBudget,
    durationMs: number,
    sharedMs: number,
  ): void {
    if (overall && sharedMs > 0) void penalties.keep(overall.scope, sharedMs, true);
    if (sharedMs >= durationMs) return;
    if (overall?.penalizedScopes) {
      fleet.tell(TOPIC, { overall: overall.scope, scope, durationMs });
    }
    if (chat !== undefined && durationMs >= SHORTEST_KEPT_MS) {
      void penalties.keep(chat, durationMs, false);
    }
  }

  return {
    openShare: shares.open,
    beginQueue: (name, queue) => penalties.follow(name, queue.block),

    tie(budget, onChange) {
      const { chat } = budget;
      return {
        allowance:
          chat === undefined ? undefined : chatPaces.allowanceFor({ ...budget, chat }, onChange),
        onPenalty: (durationMs, sharedMs) => onPenalty(budget, durationMs, sharedMs),
      };
    },

    beginPace(budget, pace) {
      const { chat } = budget;
      if (chat !== undefined) chatPaces.begin({ ...budget, chat }, pace);
    },

    async adopt(chat, last) {
      findQueue(platformOfScope(chat))?.warmUp();
      await chatPaces.adopt(chat, last);
    },

    release: chatPaces.release,
  };
}
