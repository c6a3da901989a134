import type { Attempt } from './attempt.ts';
import type { Channel } from './chat-message.ts';
import type { LimitState } from './limits.ts';
import type { NetworkState } from './overview.ts';
import type { DeclineReason } from './trace.ts';
import type { Turn } from './turns.ts';
import type { UsageRow } from './usage.ts';

/**
 * Something that an operator may want to see: in metrics, on the console, or as a message. Has no text of anybody
 * besides the turns themselves, which only the console may show, and only where the operator allows it.
 */
export type Observation =
  /** A message became a question, or a part of one; or it did not, for `declined`. */
  | {
      readonly kind: 'message';
      readonly platform: string;
      readonly declined?: DeclineReason['kind'];
    }
  /** An admitted command, press or form of the command `name`. Unknown commands and old buttons have no name. */
  | {
      readonly kind: 'command';
      readonly platform: string;
      readonly name: string | undefined;
      readonly by: 'command' | 'button' | 'form';
    }
  | { readonly kind: 'turn started'; readonly turn: Turn }
  /**
   * `firstWordsMs`: from the acceptance of the question to the first visible words; of a turn that people opened
   * again, from the start of its run.
   */
  | { readonly kind: 'first words'; readonly turn: Turn; readonly firstWordsMs: number }
  /** `turn` is as it was stored at its end, with the `rerun` that its run was about. `tookMs`: since that started. */
  | { readonly kind: 'turn ended'; readonly turn: Turn; readonly tookMs: number }
  /** Comes once after each `turn started`: the turn has ended, or it waits for another run. */
  | { readonly kind: 'run ended'; readonly turn: Turn }
  /** A request to a service ended. */
  | {
      readonly kind: 'attempt';
      readonly attempt: Attempt;
      readonly purpose: UsageRow['purpose'];
    }
  /** One call that writes to a network. */
  | {
      readonly kind: 'write';
      readonly platform: string;
      readonly call: 'create' | 'edit' | 'remove';
      /** `done`, or a `PlatformErrorKind`. */
      readonly outcome: string;
      readonly tookMs: number;
    }
  | { readonly kind: 'network'; readonly state: NetworkState }
  /** The store refuses writes or cannot be read (`problem` says why and what helps), or works again. */
  | { readonly kind: 'store'; readonly problem?: string }
  /** A limit was passed (`share` 1), or 80 % of it is used. */
  | {
      readonly kind: 'limit';
      readonly limit: LimitState;
      readonly share: 0.8 | 1;
      readonly channel: Channel;
    }
  /** A model without a price was not asked, because dollars are limited. */
  | { readonly kind: 'unpriced'; readonly provider: string; readonly model: string };

/** Takes note of an observation. Never throws, returns at once. */
export type Observe = (observation: Observation) => void;
