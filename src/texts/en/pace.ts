import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

/** The sentences to people who do something too often. */
export const pace = {
  /** `seconds`: until the next command or press is taken. */
  tooManyCommands: (seconds: number) =>
    `That was too many commands and button presses within a minute. I'll take the next one in ${plural(seconds, { one: 'second', other: 'seconds' })}; \`/stop\` always works.`,
};
