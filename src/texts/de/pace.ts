import type { pace as original } from '../en/pace.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');

/** The sentences to people who do something too often. */
export const pace: typeof original = {
  tooManyCommands: (seconds) =>
    `Das waren zu viele Befehle und Klicks innerhalb einer Minute. In ${plural(seconds, { one: 'Sekunde', other: 'Sekunden' })} kannst du weitermachen; \`/stop\` geht immer.`,
};
