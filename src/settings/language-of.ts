import type { LanguageOf } from '../contracts/language.ts';
import type { People, SettingsOf } from '../contracts/settings.ts';
import { matchLanguage } from '../texts/languages.ts';

interface LanguageParts {
  readonly settingsOf: SettingsOf;
  /** Absent: people choose nothing for themselves. */
  readonly people?: Pick<People, 'settings'>;
}

/** Creates the function that picks the language of a reader. What a person chose wins over what a place chose. */
export function createLanguageOf({ settingsOf, people }: LanguageParts): LanguageOf {
  return (channel, reader) =>
    (reader && people?.settings(channel.platform, reader.id).language) ??
    settingsOf(channel).language ??
    matchLanguage(reader?.locale) ??
    'en';
}
