import type { Address } from './address.ts';
import type { Attempt } from './attempt.ts';
import type { Channel, ChatMessage } from './chat-message.ts';
import type { Material } from './material.ts';
import type { Citation } from './provider.ts';
import type { MessageRef } from './reply-surface.ts';

/** One question (of one or several messages) and its answer. Plain data: the unit of storage and of recovery. */
export interface Turn {
  /** `<conversation>#<sequence>`. */
  readonly id: string;
  readonly conversation: string;
  readonly sequence: number;
  /** Rises with every `/reset`. A turn of an older epoch is no longer part of the history. */
  readonly epoch: number;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  /** Empty: people withdrew the question. The turn then has no versions, and is no part of the history. */
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
  /** Rises when people change the question of an open turn, so that a run of old words is noticed. Absent: 0. */
  readonly edition?: number;
  /** People stopped the turn while it waited: its run only says so. */
  readonly isStopped?: boolean;
  /**
   * Its person wants nothing to be remembered: it is answered without what was said before, and is no part of
   * the history.
   */
  readonly isPrivate?: boolean;
  /** What the question refers to. Absent: it was not gathered yet. */
  readonly material?: Material;
  /** Unix milliseconds. */
  readonly acceptedAt: number;
  /** The version of the stored shape. */
  readonly format: 1;
}

/** The order to open an answered turn again. */
export type Rerun = (
  | { readonly kind: 'continue' }
  /** Makes another version. `model` is a name that people use. `isOfEdit`: the versions so far answer other words. */
  | { readonly kind: 'regenerate'; readonly model?: string; readonly isOfEdit?: boolean }
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
  /** The model repeated itself without end, and was stopped. The text is cut to the first time. */
  readonly isRepetition?: boolean;
  /**
   * A limit stopped the question, and no model was asked: a note says which. `silent`: people see nothing of it,
   * because they had read it several times within a minute.
   */
  readonly refusal?: 'told' | 'silent';
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
  /** Its channel is the one of the conversation. It differs from the message's where the answer opens a thread. */
  readonly address: Address;
  /** Earlier messages of the same person that belong to the question, oldest first. */
  readonly companions?: readonly ChatMessage[];
  /** The message is a part of a question and no question itself: without a turn to join, nothing is stored. */
  readonly onlyJoins?: boolean;
  /** As in `Turn`. A turn that a private message joins becomes private. */
  readonly isPrivate?: boolean;
  /** It needs an answer of its own, and joins no other question. */
  readonly isSeparate?: boolean;
}

/**
 * - `accepted`: the message is a turn, or joined one that waits
 * - `joined`: it joined a turn whose run has to make way
 * - `duplicate`: it was accepted before
 * - `full`: too many turns wait in this conversation, or too many of this person, and nothing was stored
 * - `unjoined`: there was no turn to join, and nothing was stored
 */
export type AcceptOutcome = 'accepted' | 'joined' | 'duplicate' | 'full' | 'unjoined';

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
   * turn. It joins a turn whose run has started if people see nothing of the answer yet, and if `mayJoin`
   * agrees: the run knows whether it was stopped. A turn that `startsAtOnce` in a free conversation is running on disk
   * from then on, so its claim writes nothing: a process that is killed in between counts as one that has tried it.
   */
  accept(
    turn: NewTurn,
    mayJoin?: (started: Turn) => boolean,
    startsAtOnce?: (turn: Turn) => boolean,
  ): Promise<AcceptOutcome>;
  /** The turns that may run: of each conversation without a running turn, the oldest one that waits. In no certain order. */
  ready(): Promise<readonly Turn[]>;
  /**
   * Takes one of the turns that may run, by default the oldest. It is `running` from then on, and given as it is by
   * then. `undefined`: there is none, or this one may not run any more.
   */
  claim(turn?: Turn): Promise<Turn | undefined>;
  /**
   * On a store that several processes work on: takes over the open turns of a chat (see `chatKey`), as another process
   * has left them. From then on this process answers there. Does nothing on a store of one process.
   */
  adopt(chat: string): Promise<void>;
  /** The opposite of `adopt`: forgets the open turns of a chat, which stay stored. None of them may be running here. */
  leave(chat: string): void;
  /**
   * On a store that several processes work on: the chats of a server that have open turns, and that this process does
   * not answer in. `server` is a channel with its own id as `server`.
   */
  chatsElsewhere(server: Channel): Promise<readonly Channel[]>;
  /** The number of open turns in a chat. Reads memory only. */
  countOpenIn(chat: string): number;
  /** The number of turns that have not ended, in all conversations. Reads memory only. */
  countOpen(): number;
  /** The open turns of a person's questions on a platform. Reads memory only. */
  openOf(platform: string, authorId: string): readonly Turn[];
  /** All open turns, at most `most` of them, those with the oldest conversations first. Reads memory only. */
  listOpen(most: number): readonly Turn[];
  /** The stored turns of these ids, in their order. `undefined`: it is not stored any more, or cannot be read. */
  read(ids: readonly string[]): Promise<readonly (Turn | undefined)[]>;
  /** The open turns of a conversation, oldest first. */
  open(channel: Channel): Promise<readonly Turn[]>;
  /** Saves the progress of a running turn. Does nothing when the turn has ended. */
  checkpoint(turn: Turn, progress: TurnProgress): Promise<void>;
  /** Saves what was gathered for a running turn. Does nothing when the turn has ended, or has other inputs since. */
  keepMaterial(turn: Turn, material: Material): Promise<void>;
  /** Puts a running turn back, so that the next start continues it. This does not count as a resume. */
  release(turn: Turn): Promise<void>;
  /**
   * Ends a turn whose answer people see. Does nothing when the turn has ended. A turn whose question
   * was edited since `turn` was claimed keeps the outcome's versions, but waits for another one. Of a
   * turn whose question people withdrew since then, nothing stays stored.
   */
  close(turn: Turn, outcome: TurnOutcome): Promise<void>;
  /**
   * Opens an ended turn again: it waits behind the waiting ones. `busy`: it is open already, or too
   * many turns wait. `gone`: it is no longer stored, or people withdrew the question.
   */
  reopen(turn: Turn, rerun: Rerun): Promise<'reopened' | 'busy' | 'gone'>;
  /**
   * Takes the new words of a message. An open turn is answered anew, and so is the newest turn of its
   * conversation for an hour. An older turn only keeps the new words as history. An edit that leaves
   * no words counts as a deletion. Turns from before a reset stay as they are.
   */
  edit(message: ChatMessage): Promise<QuestionChange>;
  /**
   * Takes a deleted message out of its turn. What remains of an open turn is answered anew. A turn
   * without messages leaves the history, and nothing of its question and answers stays stored. When its
   * answer has started, it stays open for one more run, which removes the messages that show it.
   */
  withdraw(channel: Channel, messageId: string): Promise<QuestionChange>;
  /**
   * Replaces a message by the copy of it that a proxy shows. `unknown`: no turn has that message, and
   * nothing was stored.
   */
  substitute(original: ChatMessage, copy: NewTurn): Promise<QuestionChange>;
  /** Moves an open turn to the conversation of another channel, where it waits. People see nothing of its answer yet. */
  relocate(turn: Turn, channel: Channel): Promise<void>;
  /** As `withdraw`, for all messages of a turn. */
  forget(turn: Turn): Promise<QuestionChange>;
  /**
   * Stops the waiting turns of a conversation. The first few stay open for one more run, which shows
   * people at that place that the question was stopped (`isStopped`). Does not stop the turn whose
   * answer has started, but gives it as `started`: it is running, or has waited since an earlier run.
   * With `askerId`, all of this is about the questions of that person.
   */
  dropWaiting(channel: Channel, askerId?: string): Promise<DroppedTurns>;
  /**
   * As `dropWaiting`, in every conversation of a place that the bot can no longer write in: a channel
   * with its threads or topics, or a whole server. All waiting turns end.
   */
  dropPlace(place: Channel): Promise<DroppedTurns>;
}

/**
 * The effect of an edit or a deletion:
 * - `unknown`: no turn has this message
 * - `kept`: nothing changed
 * - `changed`: the turn changed, and no run has to know it
 * - `elsewhere`: nothing changed, because another process answers in the chat of the turn. A network may not say with an
 *   event that its channel is a thread of that chat
 * - `reopened`: the turn waits for a new run. `turn` may still have a run, which has to end first
 */
export type QuestionChange =
  | { readonly kind: 'unknown' | 'kept' | 'changed' }
  | { readonly kind: 'elsewhere'; readonly channel: Channel }
  | { readonly kind: 'reopened'; readonly turn: Turn };

/** The turns of a conversation or a place after a drop. */
export interface DroppedTurns {
  /** They had not started. They have ended, or their next run says that they were stopped. */
  readonly dropped: readonly Turn[];
  /** Their answers have started, so they are still open. */
  readonly started: readonly Turn[];
  /** The number of open turns that the drop was not about, and that nobody has stopped. */
  readonly kept: number;
}
