import type { Language } from '../contracts/language.ts';

/** Every language that the bot speaks, with its name in that language. */
export const LANGUAGES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  ru: 'Русский',
  es: 'Español',
  'pt-BR': 'Português (Brasil)',
  'zh-CN': '简体中文',
};

/** Finds the language of a BCP 47 tag, such as `de-AT` or `pt`. `undefined`: the bot does not speak it. */
export function matchLanguage(tag: string | undefined): Language | undefined {
  if (!tag) return undefined;
  const languages = Object.keys(LANGUAGES) as Language[];
  const [primary] = tag.toLowerCase().split(/[-_]/);
  return (
    languages.find((language) => language.toLowerCase() === tag.toLowerCase()) ??
    languages.find((language) => language.split('-')[0] === primary)
  );
}
