import type { Author, Channel } from './chat-message.ts';

/** A language that the bot speaks, as a BCP 47 tag. */
export type Language = 'en' | 'de' | 'ru' | 'es' | 'pt-BR' | 'zh-CN';

/** One text in every language. */
export type Localized = Readonly<Record<Language, string>>;

/**
 * Gives the language of the bot's own sentences for a reader: what the person chose, or what was chosen for the
 * place, or what the person's app speaks. English where nobody says.
 */
export type LanguageOf = (channel: Channel, reader: Author | undefined) => Language;
