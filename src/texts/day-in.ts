import type { Language } from '../contracts/language.ts';

/** What `Intl` writes, and what stands in a sentence. */
const REPAIRS: Readonly<Partial<Record<Language, [written: RegExp, better: string]>>> = {
  // The short word for "year" would put a full stop into a sentence.
  ru: [/\sг\.$/, ' года'],
  // The first day of a month is an ordinal.
  'pt-BR': [/^1 /, '1º '],
};

/** Gives the function that writes a day of the calendar, `2026-12-11`, in words. What is no day stays as it is. */
export function dayIn(language: Language): (day: string) => string {
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const repair = REPAIRS[language];
  return (day) => {
    const time = Date.parse(day);
    if (Number.isNaN(time)) return day;
    const words = days.format(time);
    return repair ? words.replace(...repair) : words;
  };
}
