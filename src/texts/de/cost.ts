import { costIn } from '../cost-in.ts';

/** Writes what something cost. */
export const cost = costIn('de', 'Kosten unbekannt');
