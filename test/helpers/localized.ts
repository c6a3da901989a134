import type { Localized } from '../../src/contracts/language.ts';

/** The same words in every language, for tests that need no other. */
export function localized(words: string): Localized {
  return { en: words, de: words, ru: words, es: words, 'pt-BR': words, 'zh-CN': words };
}
