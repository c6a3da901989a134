import type { ReplyRequest } from '../contracts/replies.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Pace } from './create-pace.ts';

/** What is asked for, and what every reply is made with. */
export interface ReplyParts extends ReplyRequest {
  readonly pace: Pace;
  readonly clock: Clock;
  readonly log: Log;
}
