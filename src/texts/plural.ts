import type { Language } from '../contracts/language.ts';

/** The forms of a noun, by the plural categories of its language (Unicode CLDR). `other` serves for absent ones. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: string;
};

/** Gives the function that writes a number with its noun: `1 question`, `5 вопросов`. */
export function pluralIn(language: Language): (count: number, forms: PluralForms) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count, forms) => `${numbers.format(count)} ${forms[rules.select(count)] ?? forms.other}`;
}
