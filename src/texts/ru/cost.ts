import { costIn } from '../cost-in.ts';

/** Writes what something cost. */
export const cost = costIn('ru', {
  money: (digits) => `$${digits}`,
  unknown: 'стоимость неизвестна',
});
