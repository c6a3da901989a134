import type { Attempt } from './attempt.ts';
import type { Author, Channel } from './chat-message.ts';
import type { ModelPrice } from './model-price.ts';
import type { Spender } from './usage.ts';

/** The most of something. `none` lifts the limit of a wider scope, or of a wider group of people. */
export type Most = number | 'none';

/** One set of limits. An absent entry stays as in the wider scope, and as for `person`. */
export interface LimitSet {
  readonly answersPerMinute?: Most;
  readonly answersPerDay?: Most;
  /** Answers that grow at the same time. More questions wait. */
  readonly atOnce?: Most;
  /** Of prompts and answers together. */
  readonly tokensPerDay?: Most;
  readonly usdPerDay?: Most;
  readonly usdPerMonth?: Most;
  /** The most tokens of one answer. */
  readonly longestAnswer?: Most;
  /** Commands, presses and forms. */
  readonly commandsPerMinute?: Most;
  /**
   * An alias or model that answers once this set's limit for a day or month is reached: what it uses is not
   * stopped by this set, only by others. `none`: nothing answers then.
   */
  readonly degrade?: string;
}

/**
 * What a set of limits is about:
 * - `total`: everything in the scope that names it, together
 * - `server`, `channel`: each server, each channel (with its threads) in it
 * - `person`: each person in it; `moderators` and `admins`: those of them who are that, entry by entry over `person`
 */
export type LimitSubject = 'total' | 'server' | 'channel' | 'person' | 'moderators' | 'admins';

/** The limits of one scope in `parley.yaml`. A narrower scope replaces them entry by entry, apart from `total`. */
export type LimitRules = Readonly<Partial<Record<LimitSubject, LimitSet>>> & {
  /** Whether models without a known price answer where dollars are limited. Absent: `refuse`. */
  readonly unpriced?: 'allow' | 'refuse';
};

/** The limits that are measured over time. */
export type LimitMeasure = Exclude<keyof LimitSet, 'degrade' | 'atOnce' | 'longestAnswer'>;

/** One limit in force, and how much of it is used. */
export interface LimitState {
  readonly subject: LimitSubject;
  /** The scope in which it is counted. */
  readonly scope: string;
  readonly measure: LimitMeasure;
  readonly used: number;
  readonly most: number;
  /** Unix milliseconds: the time of the reset. */
  readonly resetsAt: number;
}

/** A question that wants an answer. */
export interface LimitedQuestion {
  readonly author: Author;
  readonly channel: Channel;
  readonly turnId: string;
  /** An earlier run of the turn, which did not end it, was counted by the limits per minute. */
  readonly isResumed?: boolean;
}

/** The decision about a question, before its model is asked. */
export type Admission =
  | {
      readonly kind: 'admitted';
      readonly spending: AnswerSpending;
      /** The limits of this person of which more than 80 % is used, each once in its day or month: for an answer that says so. */
      claimNearlyReached(): Promise<readonly LimitState[]>;
    }
  /** A cheaper model answers, because of this limit. */
  | {
      readonly kind: 'degraded';
      readonly model: string;
      readonly limit: LimitState;
      readonly spending: AnswerSpending;
    }
  | { readonly kind: 'refused'; readonly limit: LimitState };

/** The account of one answer. The router asks it before each attempt. */
export interface Spending {
  /**
   * Holds back what an attempt costs at most. Resolves within ten seconds, when that is stored. Never rejects.
   * - `unpriced`: the model has no price, and dollars are limited
   * - `spent`: too little is left for the prompt and the shortest answer; or dollars are limited, and the store fails
   */
  hold(attempt: PlannedSpending): Promise<Hold | 'unpriced' | 'spent'>;
}

/** The account of one run of a turn, from its admission to its end. */
export interface AnswerSpending extends Spending {
  /**
   * The decision when a hold found too little left: a cheaper model goes on, on an account of its own, or nothing
   * answers. `retry`: a running answer that held back too much has ended meanwhile. `undefined`: no hold did.
   *
   * @throws When the store could not take a hold, and dollars are limited.
   */
  afterSpent(): Promise<Exclude<Admission, { kind: 'admitted' }> | 'retry' | undefined>;
  /**
   * The last hold found that the prompt costs more than a whole limit allows, and no cheaper model may answer: only a
   * shorter prompt helps. `afterSpent` decides nothing then.
   */
  needsShorterPrompt(): boolean;
  /**
   * Gives back what the admission reserved. `answered`: the last attempt of a question that got its answer,
   * which counts now. What cost nothing and answered nothing is not counted at all. Only the first call
   * counts. Never rejects.
   */
  end(answered?: Attempt): Promise<void>;
}

/** An attempt before it starts. */
export interface PlannedSpending {
  readonly provider: string;
  readonly model: string;
  readonly keyAlias?: string;
  /** Another model was asked for, which failed. */
  readonly isFallback?: true;
  /** Estimated. */
  readonly promptTokens: number;
  readonly images: number;
  readonly audioMs: number;
  /** The most tokens that the request lets it write. Absent: no limit is known. */
  readonly maxAnswerTokens?: number;
  /** Absent: unknown. */
  readonly price?: ModelPrice;
}

/** What is held back for one attempt. */
export interface Hold {
  /** The most tokens that it may write. Absent: nothing limits it. */
  readonly maxAnswerTokens?: number;
  /** Replaces the hold by what was used. Never rejects. Only the first call counts. */
  settle(attempt: Attempt): Promise<void>;
}

/** The decision about a command, a press or a form. */
export type CommandAdmission =
  /** `isPersonLimited`: the operator limits the commands of this person, so the built-in limit does not apply. */
  | { readonly kind: 'admitted'; readonly isPersonLimited?: boolean }
  /** `isTold`: the person has read so in this minute. */
  | { readonly kind: 'refused'; readonly resetsAt: number; readonly isTold: boolean };

/** Knows the limits of the operator, and decides by them. All decisions are made from memory. */
export interface Limits {
  /**
   * Counts the question for the limits per minute, unless it is resumed, and reserves its place among the answers of the day until
   * its spending ends. Where only running answers hold back what is left, it waits a while for one of them to
   * end, until `signal` aborts. Never rejects.
   */
  admit(question: LimitedQuestion, signal?: AbortSignal): Promise<Admission>;
  /** The limit that would refuse a question at this moment. Nothing is counted, and nothing waited for. */
  findRefusal(question: LimitedQuestion): Promise<LimitState | undefined>;
  /** The account of a request that no question stands for: nothing limits it but the money of its place. */
  spendingOf(spender: Spender, purpose: 'summary' | 'transcription', id: string): Spending;
  admitCommand(author: Author, channel: Channel): CommandAdmission;
  /** The most answers at the same time for this person, channel, server and bot, with a key for each that is limited. */
  atOnce(author: Author | undefined, channel: Channel): readonly AtOnceLimit[];
  /** Tells other processes that an answer runs that counts for these keys. The returned function ends that. */
  runAtOnce(keys: readonly string[]): () => void;
  /** The answers that run in other processes and count for a key, as far as is known. Reads memory. */
  runningElsewhere(key: string): number;
  /** All limits in force for a person in a channel, those that are used most first. */
  states(author: Author, channel: Channel): Promise<readonly LimitState[]>;
  /** The limits of a whole scope (`total`) in force, for admins. */
  totals(): readonly LimitState[];
}

/** A limit for answers at the same time. */
export interface AtOnceLimit {
  /** Answers with the same key count together. */
  readonly key: string;
  readonly most: number;
}
