import type { Channel } from './chat-message.ts';

/** The choices of the operator for a place: the whole bot, a network, a server or group, a channel or topic. */
export interface ScopeSettings {
  /**
   * The messages in threads that need no mention. `own`: where the bot opened the thread, or only one
   * person and the bot have written. `always`: all, also outside of threads. `never`: none.
   */
  readonly followUp: 'own' | 'always' | 'never';
  /** Each mention in a channel opens a thread, titled by the question. */
  readonly opensThreads: boolean;
  /** The nearby messages that the model reads with a question. Absent: it reads none. */
  readonly nearby?: NearbyLimits;
  /** Messages of PluralKit count as those of people. */
  readonly acceptsProxies: boolean;
  /** Ids of the bots whose messages are answered. */
  readonly answeredBots: readonly string[];
  /** Posts of channels, also in their discussion groups, are answered where they mention the bot. */
  readonly answersChannelPosts: boolean;
  /** `shown`: people see the transcript of a voice message above the answer, folded. */
  readonly transcripts: 'shown' | 'hidden';
  /** The model that summarises what no longer fits, as people name models. Absent: the conversation's own. */
  readonly summaryModel?: string;
  /** The IANA name of the zone of the dates and times that the model reads. */
  readonly timeZone: string;
}

/** The settings of one scope. An absent one stays as in the wider scope; `nearby: false` switches it off. */
export type ScopeRules = Partial<Omit<ScopeSettings, 'nearby'>> & {
  readonly nearby?: NearbyLimits | false;
};

/** The most nearby messages that the model reads with one question. */
export interface NearbyLimits {
  readonly messages: number;
  readonly ageMs: number;
  readonly characters: number;
}

/** Gives the settings of a channel. Each scope overrides the wider one: bot, network, server, parent channel, channel. */
export type SettingsOf = (channel: Channel) => ScopeSettings;
