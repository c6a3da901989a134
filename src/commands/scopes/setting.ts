import type { Power } from '../../contracts/access.ts';
import type { ModelChoice } from '../../contracts/command.ts';
import type { ParameterRanges, SamplingParameters } from '../../contracts/provider.ts';
import type { Persona, ScopeRules, ScopeSettings } from '../../contracts/settings.ts';
import type { Texts } from '../../texts/en/index.ts';

/** The name of a setting, as people type it. */
export type SettingName = keyof Texts['settings']['names'];

/** Changes the rules of a scope. */
export type RulesChange = (rules: ScopeRules) => ScopeRules;

/** Everything that decides which values a setting can have in one place. */
export interface PlaceFacts {
  /** Without the name of a bot. */
  readonly network: string;
  readonly settings: ScopeSettings;
  /** People wrote the instructions in force. */
  readonly hasOwnInstructions: boolean;
  readonly models: readonly ModelChoice[];
  /** The model in force. */
  readonly model: string;
  readonly ranges: ParameterRanges | undefined;
  readonly personas: readonly Persona[];
  /** The most days for which the person may let the bot keep what is said. 0: without a limit. */
  readonly mostDays: number;
  readonly texts: Texts;
}

/** A value that people can pick. */
export interface SettingEntry {
  /** As people type it. */
  readonly value: string;
  readonly label: string;
  readonly description?: string;
  readonly isCurrent: boolean;
}

/** A value that was read: its words, and what it does to the rules of a scope. */
export interface SettingReading {
  readonly label: string;
  readonly change: RulesChange;
}

/** One thing that people can set for a place. */
export interface Setting {
  readonly name: SettingName;
  /** The part of the rules that it belongs to. */
  readonly rule: keyof ScopeRules;
  /** The sampling parameter that it is. */
  readonly parameter?: keyof SamplingParameters;
  /** The power to change it. */
  readonly power: Power;
  /** People can type other values than those of its menu. */
  readonly isFree: boolean;
  /** `false`: it does nothing there. */
  isOffered(facts: PlaceFacts): boolean;
  /** The value in force, in words. `undefined`: none is set, and the list leaves it out. */
  describe(facts: PlaceFacts): string | undefined;
  /** The values to pick from, best first. A menu shows the first ones. */
  entries(facts: PlaceFacts): readonly SettingEntry[];
  /** Reads what a person typed or picked. `undefined`: it cannot have that value there. */
  read(typed: string, facts: PlaceFacts): SettingReading | undefined;
  readonly clear: RulesChange;
  /** Absent: whoever may change it may clear it. */
  mayClear?(facts: PlaceFacts): boolean;
  /** Says which values it can have there. */
  explain(typed: string, facts: PlaceFacts): string;
}
