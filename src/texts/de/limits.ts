import type { LimitFacts, limitTexts as original } from '../en/limits.ts';
import { afterPreposition } from './after-preposition.ts';

const percent = new Intl.NumberFormat('de', { style: 'percent' });

/** The sentences about limits. */
export const limitTexts: typeof original = {
  reached: ({ isOwn, period, waitMs }) => {
    const wait = afterPreposition(waitMs);
    const sentences: Record<LimitFacts['period'], readonly [own: string, here: string]> = {
      minute: [
        `(Du fragst schneller, als ich antworten darf. Frag in ${wait} noch einmal.)`,
        `(Hier kommen mehr Fragen, als ich in einer Minute beantworten darf. Frag in ${wait} noch einmal.)`,
      ],
      day: [
        `(Dein Limit für heute ist erreicht. Es wird in ${wait} zurückgesetzt.)`,
        `(Hier ist das Limit für heute erreicht. Es wird in ${wait} zurückgesetzt.)`,
      ],
      month: [
        `(Dein Limit für diesen Monat ist erreicht. Es wird in ${wait} zurückgesetzt.)`,
        `(Hier ist das Limit für diesen Monat erreicht. Es wird in ${wait} zurückgesetzt.)`,
      ],
      never: ['(Ich darf dir hier nicht antworten.)', '(Ich darf hier keine Fragen beantworten.)'],
    };
    return sentences[period][isOwn ? 0 : 1];
  },

  degraded: ({ isOwn, period, waitMs }, model) => {
    const wait = afterPreposition(waitMs);
    if (period === 'month')
      return isOwn
        ? `(Dein Limit für diesen Monat ist erreicht, deshalb antwortet ${model}. Das Limit wird in ${wait} zurückgesetzt.)`
        : `(Hier ist das Limit für diesen Monat erreicht, deshalb antwortet ${model}. Das Limit wird in ${wait} zurückgesetzt.)`;
    return isOwn
      ? `(Dein Limit für heute ist erreicht, deshalb antwortet ${model}. Das Limit wird in ${wait} zurückgesetzt.)`
      : `(Hier ist das Limit für heute erreicht, deshalb antwortet ${model}. Das Limit wird in ${wait} zurückgesetzt.)`;
  },

  nearly: (period, share) =>
    period === 'day'
      ? `(Du hast ${percent.format(share)} deines Limits für heute verbraucht.)`
      : `(Du hast ${percent.format(share)} deines Limits für diesen Monat verbraucht.)`,
};
