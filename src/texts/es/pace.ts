import type { pace as original } from '../en/pace.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('es');

/** The sentences to people who do something too often. */
export const pace: typeof original = {
  tooManyCommands: (seconds) =>
    `Han sido demasiados comandos y pulsaciones de botones en un minuto. Podrás seguir dentro de ${plural(seconds, { one: 'segundo', many: 'de segundos', other: 'segundos' })}; \`/stop\` funciona siempre.`,
};
