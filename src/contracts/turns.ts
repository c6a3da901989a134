import type { Address } from './address.ts';
import type { Channel, ChatMessage } from './chat-message.ts';
import type { MessageRef } from './reply-surface.ts';
import type { Attempt } from './router.ts';

/** One question (of one or several messages) and its answer. Plain data: the unit of storage and of recovery. */
export interface Turn {
  /** `<conversation>#<sequence>`. */
  readonly id: string;
  readonly conversation: string;
  readonly sequence: number;
  /** Rises with every `/reset`; a turn of an older epoch is no longer part of the history. */
  readonly epoch: number;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  readonly inputs: readonly ChatMessage[];
  /** The newest input's. */
  readonly address: Address;
  /** The messages that show the answer, in order. */
  answerMessages: readonly MessageRef[];
  /** A create was under way when this was written; it may have arrived. */
  creating: boolean;
  /** What was answered, oldest version first. */
  versions: readonly AnswerVersion[];
  /** Index of the version that people see and that counts as history. */
  shownVersion: number;
  /** How often a restart found it open. */
  resumes: number;
  /** Only while it is open: it had ended, and is to be done once more. */
  readonly rerun?: Rerun;
  /** Unix ms. */
  readonly acceptedAt: number;
  /** Of the stored shape. */
  readonly format: 1;
}

/** What an answered turn is opened again for. */
export type Rerun = (
  | { readonly kind: 'continue' }
  /** One more version; `model`: a name as people use it. */
  | { readonly kind: 'regenerate'; readonly model?: string }
  /** Another version is shown, and counts as history. */
  | { readonly kind: 'show'; readonly version: number }
) & {
  /** A run has begun with it: people must see how it ends. */
  readonly hasBegun?: boolean;
};

export interface AnswerVersion {
  readonly text: string;
  /** The sentence that people read before the text: that another model answers than they asked for. */
  readonly lead?: string;
  /** The sentences that people read after the text. */
  readonly notes?: readonly string[];
  /** As the router named it. */
  readonly provider: string;
  readonly model: string;
  /** The trail of how it came about, in order. */
  readonly attempts?: readonly Attempt[];
  /** Unix ms. */
  readonly endedAt?: number;
  readonly end: 'stop' | 'length' | 'filter' | 'other' | 'stopped' | 'failed';
}

export interface NewTurn {
  readonly message: ChatMessage;
  readonly address: Address;
}

/** The only way to the stored turns; a queue engine can stand behind it later. */
export interface Turns {
  /**
   * Resolves when the message is on disk. A message of the author of the newest waiting turn joins that turn. `full`: too many
   * turns wait in this conversation; nothing was stored.
   */
  accept(turn: NewTurn): Promise<'accepted' | 'duplicate' | 'full'>;
  /** The oldest waiting turn of any conversation that has none running; it is `running` from now on. */
  claim(): Promise<Turn | undefined>;
  /** Writes places and the answer so far; one that is `waiting` is given back. A turn that has ended stays as it is. */
  checkpoint(turn: Turn): Promise<void>;
  /**
   * Opens a turn that has ended once more: it waits behind those that wait. `busy`: it is open already, or too many wait. `gone`: it is
   * no longer stored.
   */
  reopen(turn: Turn, rerun: Rerun): Promise<'reopened' | 'busy' | 'gone'>;
  /**
   * Somebody changed the message of a turn that nobody began to answer, or took it back (no `message`). A turn without a message ends as
   * `stopped`, and nothing of what was taken back is kept. Whether there was one.
   */
  amend(channel: Channel, messageId: string, message?: ChatMessage): Promise<boolean>;
  /** Ends the turn with its `state`, which must be `done`, `failed` or `stopped`. One that has ended stays as it is. */
  close(turn: Turn): Promise<void>;
  /**
   * Ends the waiting turns of a conversation as `stopped`, and gives them. It leaves, and gives too, the one whose answer has begun:
   * it is running, or waits since an earlier run.
   */
  dropWaiting(
    channel: Channel,
  ): Promise<{ readonly dropped: readonly Turn[]; readonly begun: Turn | undefined }>;
}
