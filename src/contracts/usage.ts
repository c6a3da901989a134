import type { Attempt } from './attempt.ts';
import type { Channel } from './chat-message.ts';

/** The person and the place that something is used for. Plain data. */
export interface Spender {
  /** The channel of the question. */
  readonly channel: Channel;
  /** The person who asked. Absent: nobody, as for a summary that no one waits for. */
  readonly person?: { readonly id: string; readonly name: string };
}

/** Numbers about many answers. Tokens, unless the name says otherwise. */
export interface UsageNumbers {
  /** All tokens of the prompts, also the cached ones. */
  readonly inputTokens: number;
  /** The part of `inputTokens` that the services had kept from earlier requests. */
  readonly cachedInputTokens: number;
  /** All tokens that the models wrote, also their thoughts. */
  readonly outputTokens: number;
  /** The part of `outputTokens` that were thoughts, as far as the services say. */
  readonly reasoningTokens: number;
  /** Pictures in prompts. */
  readonly images: number;
  /** Sound in prompts and in transcribed recordings. */
  readonly audioMs: number;
  /** The questions that got an answer; regenerated and continued answers count again. */
  readonly answers: number;
  /** The requests to services that used something, also failed and stopped ones, summaries and transcriptions. */
  readonly attempts: number;
  /** US dollars, as far as the prices are known. */
  readonly usd: number;
  /** The attempts whose cost is unknown, because their model has no price. `usd` does not contain them. */
  readonly unpricedAttempts: number;
  /** The attempts whose numbers Parley estimated, because the service did not say or the process was killed. */
  readonly estimatedAttempts: number;
}

/** The numbers of one day, person, channel, model and key: the unit in which usage is kept, for 13 months. Has no text of anybody. */
export interface UsageRow extends UsageNumbers {
  /** In the operator's time zone: `2026-11-30`. */
  readonly day: string;
  readonly platform: string;
  /** Absent: nobody, or a person who deleted their data. */
  readonly personId?: string;
  readonly channelId: string;
  readonly server?: string;
  /** The names of all scopes that contain the channel, from the widest to the narrowest. */
  readonly scopes: readonly string[];
  /** `answer` and `summary` by models that chat, `transcription` by the service for recordings. */
  readonly purpose: 'answer' | 'summary' | 'transcription';
  readonly provider: string;
  readonly model: string;
  /** Names one of several keys, without showing it. */
  readonly keyAlias?: string;
}

/** Picks rows. Absent fields pick all. */
export interface UsageQuery {
  /** The first and the last day. */
  readonly from: string;
  readonly to: string;
  /** Only rows of this scope: `bot`, `discord`, `discord:ID`. */
  readonly scope?: string;
  readonly platform?: string;
  readonly personId?: string;
}

/** The ways to add rows up. `day model`: each day by model. */
export type UsageGroup =
  | 'day'
  | 'day model'
  | 'model'
  | 'person'
  | 'channel'
  | 'server'
  | 'key'
  | 'purpose';

/** One line of a report. */
export interface UsageEntry extends UsageNumbers {
  /**
   * The day; `provider/model`; `<day> <provider/model>`; `<platform>:<id>` of a person, channel or server; `<provider>` or `<provider> <key alias>`;
   * the purpose. Empty: none, as nobody for a person.
   */
  readonly name: string;
  /** The name that people know, where Parley has heard it. */
  readonly label?: string;
}

/** The usage of some days. */
export interface UsageReport {
  readonly total: UsageNumbers;
  /** For each asked group, its entries: days in order, all others with the most dollars (then tokens) first. */
  readonly by: Readonly<Partial<Record<UsageGroup, readonly UsageEntry[]>>>;
}

/** The kept usage. */
export interface Usage {
  /** Today in the operator's time zone: `2026-11-30`. */
  today(): string;
  /** Adds up the rows of a query. Lets other work pass meanwhile. @throws When the store cannot be read. */
  report(query: UsageQuery, groups: readonly UsageGroup[]): Promise<UsageReport>;
  /** The rows of a query, oldest day first. */
  rows(query: UsageQuery): AsyncIterable<UsageRow>;
  /**
   * A person deleted their data: the rows keep their numbers, but no longer say whose they are. Those of the
   * present month do so when it ends, because limits need them until then. Resolves when this is stored.
   */
  forgetPerson(platform: string, personId: string): Promise<void>;
}

/** One request to a service, as it is counted. */
export interface Charge {
  /** Unique: of the turn and the attempt, or of whatever else was asked for. */
  readonly id: string;
  readonly spender: Spender;
  readonly purpose: UsageRow['purpose'];
  /** With the amounts that were used, or that are held back at most. */
  readonly attempt: Attempt;
}

/** Counts what is used. Totals are answered from memory; everything survives a kill. */
export interface UsageLedger {
  /**
   * Holds back what an attempt may use at most, before it starts: it counts at once, in `spent`, and resolves when
   * it is on disk. A process that is killed leaves it behind, and the next start counts it as used, estimated.
   *
   * @throws A `StoreError` when it could not be stored. It counts all the same, until it is settled.
   */
  hold(charge: Charge): Promise<void>;
  /**
   * Replaces what was held back under the same id by what was used; without a hold, it only counts. Counts in
   * `spent` at once. Never rejects: where the store fails, it tries again.
   */
  settle(charge: Charge): Promise<void>;
  /** Counts that a question got its answer, for the row of the attempt that answered. Never rejects. */
  countAnswer(charge: Charge): Promise<void>;
  /** What was used and is held back in a scope (by one person, or by all) today or this month. Reads memory. */
  spent(query: SpentQuery): Spent;
  /** The part of `spent` that other processes hold back: most of it comes free when their answers end. Absent: none. */
  heldElsewhere?(query: SpentQuery): Spent;
}

/** Picks a total. */
export interface SpentQuery {
  /** `bot`, `discord`, `discord:ID`, … */
  readonly scope: string;
  /** As `personKey` names a person. Absent: all people together. */
  readonly person?: string;
  readonly period: 'day' | 'month';
}

/** A total for limits. */
export interface Spent {
  readonly answers: number;
  /** Of prompts and answers together. */
  readonly tokens: number;
  readonly usd: number;
}
