import { durationInWords } from '../durations.ts';

/** A limit that is reached. */
export interface LimitFacts {
  /** It is one of the reader's own. `false`: of the place, or of the whole bot. */
  readonly isOwn: boolean;
  /** The time in which it counts. `never`: it allows nothing. */
  readonly period: 'minute' | 'day' | 'month' | 'never';
  /** Milliseconds until it resets. */
  readonly waitMs: number;
}

const percent = new Intl.NumberFormat('en', { style: 'percent' });

/** The sentences about limits. */
export const limitTexts = {
  /** In place of an answer. */
  reached: ({ isOwn, period, waitMs }: LimitFacts): string => {
    const wait = durationInWords(waitMs, 'en');
    const sentences: Record<LimitFacts['period'], readonly [own: string, here: string]> = {
      minute: [
        `(You ask faster than I may answer. Please ask again in ${wait}.)`,
        `(There are more questions here than I may answer in a minute. Please ask again in ${wait}.)`,
      ],
      day: [
        `(Your limit for today is reached. It resets in ${wait}.)`,
        `(Today's limit here is reached. It resets in ${wait}.)`,
      ],
      month: [
        `(Your limit for this month is reached. It resets in ${wait}.)`,
        `(This month's limit here is reached. It resets in ${wait}.)`,
      ],
      never: [
        `(I'm not allowed to answer you here.)`,
        `(I'm not allowed to answer questions here.)`,
      ],
    };
    return sentences[period][isOwn ? 0 : 1];
  },

  /** Above the answer of a cheaper model. */
  degraded: ({ isOwn, period, waitMs }: LimitFacts, model: string): string => {
    const wait = durationInWords(waitMs, 'en');
    if (period === 'month')
      return isOwn
        ? `(Your limit for this month is reached, so ${model} answers. The limit resets in ${wait}.)`
        : `(This month's limit here is reached, so ${model} answers. The limit resets in ${wait}.)`;
    return isOwn
      ? `(Your limit for today is reached, so ${model} answers. The limit resets in ${wait}.)`
      : `(Today's limit here is reached, so ${model} answers. The limit resets in ${wait}.)`;
  },

  /** Below an answer, when a limit of the reader is nearly reached. `share` is from 0 to 1. */
  nearly: (period: 'day' | 'month', share: number): string =>
    period === 'day'
      ? `(You have used ${percent.format(share)} of your limit for today.)`
      : `(You have used ${percent.format(share)} of your limit for this month.)`,
};
