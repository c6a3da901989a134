import { costIn } from '../cost-in.ts';

/** Writes what something cost. */
export const cost = costIn('pt-BR', {
  money: (digits) => `US$\u00a0${digits}`,
  unknown: 'custo desconhecido',
});
