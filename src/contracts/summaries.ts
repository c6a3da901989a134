import type { Channel } from './chat-message.ts';
import type { Turn } from './turns.ts';

/** A model's short account of the turns that no longer fit into the prompt. Plain data, stored with the conversation. */
export interface Summary {
  readonly text: string;
  /** The sequence numbers of the oldest and the newest turn that it covers. */
  readonly from: number;
  readonly to: number;
  /** As in `Turn`. */
  readonly epoch: number;
  /** The model that wrote it, as people name models. */
  readonly model: string;
  /** The time of the oldest turn, in Unix milliseconds. With it, the summary expires. */
  readonly since: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/** A summary that is being written. It becomes stale when a turn that it covers changes. */
export interface SummaryDraft {
  readonly conversation: string;
  readonly channel: Channel;
  readonly epoch: number;
  /** The sequence number of the newest turn that it covers. */
  readonly to: number;
  /** Aborts when the summary becomes stale. */
  readonly signal: AbortSignal;
}

/**
 * The stored summaries, at most one of each conversation. A change of a turn that a summary covers drops it
 * in the same write, and so does a reset.
 */
export interface Summaries {
  /** The summary of what came before `turn`. `undefined`: there is none. */
  find(turn: Turn): Promise<Summary | undefined>;
  /** Begins a summary up to the turn with the sequence number `to`. Call `end` in any case. */
  begin(turn: Turn, to: number): SummaryDraft;
  /** Stores a summary, unless its draft became stale. */
  keep(draft: SummaryDraft, summary: Summary): Promise<'kept' | 'stale'>;
  end(draft: SummaryDraft): void;
}
