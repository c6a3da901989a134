import type { Powers } from './access.ts';
import type { Channel } from './chat-message.ts';
import type { Language } from './language.ts';
import type { SamplingParameters } from './provider.ts';

/** One part of the line below an answer. */
export type FooterPart = 'model' | 'tokens' | 'seconds' | 'cost';

/**
 * What is in force in a place: the whole bot, a network, one of several bots, a server or group, a channel,
 * a thread or topic.
 */
export interface ScopeSettings {
  /** The model that answers, as people name models. Absent: the default model. */
  readonly model?: string;
  /** The name of one of the operator's personas. Absent: none. */
  readonly persona?: string;
  /** The instructions for the model: those of the persona, or the operator's general ones. Placeholders are not filled in. */
  readonly instructions: string;
  /** They win over those of `ModelRules`. */
  readonly parameters: SamplingParameters;
  /** `folded`: people see the reasoning of a model, folded above its answer. */
  readonly reasoning: 'hidden' | 'folded';
  readonly footer: readonly FooterPart[];
  /** The language of the bot's own sentences. Absent: that of each reader. */
  readonly language?: Language;
  /** Answers are Telegram's rich messages. Absent: the operator's `TELEGRAM_RICH` applies. */
  readonly isRich?: boolean;
  /** Files and pictures are read. */
  readonly takesFiles: boolean;
  /** The days for which what is said is kept. 0: without limit. */
  readonly historyDays: number;
  /** Who may do what. */
  readonly powers: Powers;
  /** Ids of roles and people who are moderators there, besides those whom the network names. */
  readonly moderators: readonly string[];
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

/**
 * The settings of one scope. An absent one stays as in the wider scope; `nearby: false` switches it off. A
 * `persona` replaces the `instructions` of wider scopes, and `instructions` replace a persona of them.
 * An empty `persona` removes that of wider scopes, and their instructions count again.
 * `powers` and `parameters` replace the wider ones entry by entry.
 */
export type ScopeRules = Partial<Omit<ScopeSettings, 'nearby' | 'powers'>> & {
  readonly nearby?: NearbyLimits | false;
  readonly powers?: Partial<Powers>;
};

/** The most nearby messages that the model reads with one question. */
export interface NearbyLimits {
  readonly messages: number;
  readonly ageMs: number;
  readonly characters: number;
}

/** A character that the operator wrote: instructions, and perhaps a model and its parameters. */
export interface Persona {
  readonly name: string;
  /** One line for menus. */
  readonly description?: string;
  readonly instructions: string;
  readonly model?: string;
  readonly parameters?: SamplingParameters;
}

/** Gives the settings of a channel. Each scope overrides the wider one: bot, network, server, parent channel, channel. */
export type SettingsOf = (channel: Channel) => ScopeSettings;

/** Tells where a setting in force comes from. */
export interface SettingOrigin {
  readonly name: keyof ScopeRules;
  /** Each of the `parameters` that are set has an entry of its own. */
  readonly parameter?: keyof SamplingParameters;
  /** `bot`, `<platform>` or `<platform>:<id>`. Absent: no scope names it. */
  readonly scope?: string;
  /** `people`: somebody chose it in the chat. `operator`: it stands in `parley.yaml` or a variable. `default`: nobody chose. */
  readonly by: 'people' | 'operator' | 'default';
}

/** All settings: those of the operator, and those that people chose in chats. Every read is answered from memory. */
export interface Settings {
  readonly of: SettingsOf;
  /** One entry for each setting, in display order; one for each parameter that is set. */
  explain(channel: Channel): readonly SettingOrigin[];
  /** The operator's personas, in the order of the file. */
  personas(): readonly Persona[];
  /** What people chose for a scope. */
  chosen(scope: string): ScopeRules;
  /**
   * Changes what people chose for a scope. Over the same scope, it wins over `parley.yaml`. An empty object
   * removes all of it. Resolves when it is stored; takes effect with the next question.
   */
  choose(scope: string, change: (rules: ScopeRules) => ScopeRules): Promise<void>;
  /** The network gave a chat a new id. */
  move(from: Channel, to: Channel): Promise<void>;
}

/** What a person chose for themselves, on one network. */
export interface PersonSettings {
  /** The language of the bot's own sentences to this person. */
  readonly language?: Language;
  /** A mention of the bot by this person opens a thread, where the network has threads on messages. */
  readonly opensThreads?: boolean;
  /** `false`: the person's questions are answered without what was said before, and stand in no later prompt. */
  readonly isRemembered?: boolean;
}

/** The settings of people. Every read is answered from memory. */
export interface People {
  settings(platform: string, personId: string): PersonSettings;
  /** Resolves when it is stored. */
  change(
    platform: string,
    personId: string,
    change: (settings: PersonSettings) => PersonSettings,
  ): Promise<void>;
}
