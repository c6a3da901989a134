import { costIn } from '../cost-in.ts';

/** Writes what something cost. */
export const cost = costIn('es', {
  money: (digits) => `${digits}\u00a0US$`,
  unknown: 'costo desconocido',
});
