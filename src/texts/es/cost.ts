import { costIn } from '../cost-in.ts';

/** Writes what something cost. */
export const cost = costIn('es', {
  money: (digits) => `US$${digits}`,
  unknown: 'costo desconocido',
});
