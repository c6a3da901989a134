import type { Address } from './address.ts';
import type { Channel, ChatMessage } from './chat-message.ts';
import type { Citation } from './provider.ts';
import type { MessageRef } from './reply-surface.ts';
import type { Attempt } from './router.ts';

/** One question (of one or several messages) and its answer. Plain data: the unit of storage and of recovery. */
export interface Turn {
  /** `<conversation>#<sequence>`. */
  readonly id: string;
  readonly conversation: string;
  readonly sequence: number;
  /** Rises with every `/reset`. A turn of an older epoch is no longer part of the history. */
  readonly epoch: number;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  readonly inputs: readonly ChatMessage[];
  /** The address of the newest input. */
  readonly address: Address;
  /** The messages that show the answer, in order. */
  readonly answerMessages: readonly MessageRef[];
  /** A create was under way at the last checkpoint. Its message may exist. */
  readonly creating: boolean;
  /** The answers given so far, oldest first. */
  readonly versions: readonly AnswerVersion[];
  /** The index of the version that people see and that counts as history. */
  readonly shownVersion: number;
  /** The number of restarts that found the turn open. */
  readonly resumes: number;
  /** The reason why an ended turn is open again. Absent for a turn that is open for the first time. */
  readonly rerun?: Rerun;
  /** Unix milliseconds. */
  readonly acceptedAt: number;
  /** The version of the stored shape. */
  readonly format: 1;
}

/** The order to open an answered turn again. */
export type Rerun = (
  | { readonly kind: 'continue' }
  /** Makes another version. `model` is a name that people use. */
  | { readonly kind: 'regenerate'; readonly model?: string }
  /** Shows another version, which then counts as history. */
  | { readonly kind: 'show'; readonly version: number }
) & {
  /** A run of it has started: people must see how it ends. */
  readonly hasBegun?: boolean;
};

/** One answer of a turn. */
export interface AnswerVersion {
  readonly text: string;
  /** The text is thoughts that broke off. It is shown, but no history, and nothing continues it. */
  readonly isThoughts?: boolean;
  /** The sentences above the text: that another model answers, or that the text is its thoughts. */
  readonly lead?: string;
  /** The sentences below the text. */
  readonly notes?: readonly string[];
  /** The pages that the text rests on. Absent in versions of earlier programs, or without pages. */
  readonly citations?: readonly Citation[];
  /** As the router named it. */
  readonly provider: string;
  readonly model: string;
  /** All attempts, in order. */
  readonly attempts?: readonly Attempt[];
  /** Unix milliseconds. */
  readonly endedAt?: number;
  readonly end: 'stop' | 'length' | 'filter' | 'other' | 'stopped' | 'failed';
}

/** A message that asks, and the address of its answer. */
export interface NewTurn {
  readonly message: ChatMessage;
  readonly address: Address;
}

/** The part of a turn that a run saves while it lasts. */
export type TurnProgress = Pick<Turn, 'answerMessages' | 'creating'>;

/** The end of a turn. Without versions, those of the turn stay. */
export interface TurnOutcome extends Partial<Pick<Turn, 'versions' | 'shownVersion'>> {
  readonly state: 'done' | 'failed' | 'stopped';
}

/** The only way to the stored turns, so that a queue engine can take over their storage later. */
export interface Turns {
  /**
   * Resolves when the message is on disk. A message by the author of the newest waiting turn joins that
   * turn. `full`: too many turns wait in this conversation, and nothing was stored.
   */
  accept(turn: NewTurn): Promise<'accepted' | 'duplicate' | 'full'>;
  /** Takes the oldest waiting turn of any conversation that has no running turn. It is `running` from then on. */
  claim(): Promise<Turn | undefined>;
  /** The open turns of a conversation, oldest first. */
  open(channel: Channel): Promise<readonly Turn[]>;
  /** Saves the progress of a running turn. Does nothing when the turn has ended. */
  checkpoint(turn: Turn, progress: TurnProgress): Promise<void>;
  /** Puts a running turn back, so that the next start continues it. This does not count as a resume. */
  release(turn: Turn): Promise<void>;
  /** Ends a turn. Does nothing when the turn has ended. */
  close(turn: Turn, outcome: TurnOutcome): Promise<void>;
  /**
   * Opens an ended turn again: it waits behind the waiting ones. `busy`: it is open already, or too
   * many turns wait. `gone`: it is no longer stored.
   */
  reopen(turn: Turn, rerun: Rerun): Promise<'reopened' | 'busy' | 'gone'>;
  /**
   * Replaces a message that a person edited, or removes a deleted one (no `message`), in a turn that
   * has not started. A turn without messages ends as `stopped`, and nothing of a deleted message stays
   * stored. Gives `false` when there is no such turn.
   */
  amend(channel: Channel, messageId: string, message?: ChatMessage): Promise<boolean>;
  /**
   * Ends the waiting turns of a conversation as `stopped`. Does not end the turn whose answer has
   * started, but gives it as `started`: that turn is running, or has waited since an earlier run.
   */
  dropWaiting(channel: Channel): Promise<DroppedTurns>;
  /**
   * As `dropWaiting`, in every conversation of a place: a channel with its threads or topics, or a
   * whole server.
   */
  dropPlace(place: Channel): Promise<DroppedTurns>;
}

/** The turns of a conversation or a place after a drop. */
export interface DroppedTurns {
  /** They had not started, and have ended. */
  readonly dropped: readonly Turn[];
  /** Their answers have started, so they are still open. */
  readonly started: readonly Turn[];
}
