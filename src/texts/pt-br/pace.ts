import type { pace as original } from '../en/pace.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('pt-BR');

/** The sentences to people who do something too often. */
export const pace: typeof original = {
  tooManyCommands: (seconds) =>
    `Foram comandos e toques em botões demais em um minuto. Você pode continuar daqui a ${plural(seconds, { one: 'segundo', other: 'segundos' })}; \`/stop\` sempre funciona.`,
};
