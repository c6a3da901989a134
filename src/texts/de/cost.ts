import { costIn } from '../cost-in.ts';

/** Writes what something cost. */
export const cost = costIn('de', {
  money: (digits) => `${digits} $`,
  unknown: 'Kosten unbekannt',
});
