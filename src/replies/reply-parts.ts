import type { Observe } from '../contracts/observation.ts';
import type { ReplyRequest } from '../contracts/replies.ts';
import type { EditBudget } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { NetworkPasses } from './network-passes.ts';
import type { Pace } from './pace.ts';
import type { WaitForRenderTurn } from './render-turns.ts';

/** The limit that a write draws on; see `EditBudget.previews`. */
export type LimitName = 'messages' | 'previews';

/** The request for a reply, and what every reply is made with. */
export interface ReplyParts extends ReplyRequest {
  /** Gives the pace of a budget: the same one for the same scope. */
  readonly paceFor: (budget: EditBudget) => Pace;
  /** The writes of all replies that the networks took. */
  readonly passes: NetworkPasses;
  /** See `WaitForRenderTurn`. */
  readonly waitForRenderTurn: WaitForRenderTurn;
  /** See `Dialect.open`. */
  readonly maxMessages?: number | undefined;
  /** See `RepliesParts`. */
  readonly beforeWrite?: (() => Promise<void>) | undefined;
  readonly observe?: Observe | undefined;
  readonly clock: Clock;
  readonly log: Log;
}
