/** A language that the bot speaks, as a BCP 47 tag. */
export type Language = 'en' | 'de' | 'ru' | 'es' | 'pt-BR' | 'zh-CN';

/** One text in every language. */
export type Localized = Readonly<Record<Language, string>>;
