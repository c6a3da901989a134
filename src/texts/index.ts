import type { Language, Localized } from '../contracts/language.ts';
import { de } from './de/index.ts';
import { en, type Texts } from './en/index.ts';
import { es } from './es/index.ts';
import { ptBr } from './pt-br/index.ts';
import { ru } from './ru/index.ts';
import { zhCn } from './zh-cn/index.ts';

const tables: Readonly<Record<Language, Texts>> = {
  en,
  de,
  ru,
  es,
  'pt-BR': ptBr,
  'zh-CN': zhCn,
};

/** Every sentence that people can read, in their language. */
export function textsIn(language: Language): Texts {
  return tables[language];
}

/** One sentence in every language. */
export function inEveryLanguage(pick: (texts: Texts) => string): Localized {
  return {
    en: pick(en),
    de: pick(de),
    ru: pick(ru),
    es: pick(es),
    'pt-BR': pick(ptBr),
    'zh-CN': pick(zhCn),
  };
}
