import type { ReplyRequest } from '../contracts/replies.ts';
import type { PutOptions } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Pace } from './create-pace.ts';

/** What is asked for, and what every reply is made with. */
export interface ReplyParts extends ReplyRequest {
  /** The one that a write which leaves a message in this state draws on. */
  readonly paceOf: (state: PutOptions['state']) => Pace;
  /** See `Dialect.open`. */
  readonly mostMessages?: number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}
