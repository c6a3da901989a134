import type { ReplyRequest } from '../contracts/replies.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Pace } from './pace.ts';

/** See `EditBudget.previews`. */
export type LimitName = 'messages' | 'previews';

/** What is asked for, and what every reply is made with. */
export interface ReplyParts extends ReplyRequest {
  /** As of now: an answer may have to go on by another limit. */
  readonly paceOf: (limit: LimitName) => Pace;
  /** See `Dialect.open`. */
  readonly mostMessages?: number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}
