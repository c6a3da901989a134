import { durationInWords } from '../durations.ts';
import type { LimitFacts, limitTexts as original } from '../en/limits.ts';

const percent = new Intl.NumberFormat('ru', { style: 'percent' });

/** The sentences about limits. */
export const limitTexts: typeof original = {
  reached: ({ isOwn, period, waitMs }) => {
    const wait = durationInWords(waitMs, 'ru');
    const sentences: Record<LimitFacts['period'], readonly [own: string, here: string]> = {
      minute: [
        `(Вы спрашиваете быстрее, чем мне разрешено отвечать. Спросите ещё раз через ${wait}.)`,
        `(Здесь за минуту задают больше вопросов, чем мне разрешено принимать. Спросите ещё раз через ${wait}.)`,
      ],
      day: [
        `(Ваш лимит на сегодня исчерпан. Он обновится через ${wait}.)`,
        `(Общий лимит на сегодня исчерпан. Он обновится через ${wait}.)`,
      ],
      month: [
        `(Ваш лимит на этот месяц исчерпан. Он обновится через ${wait}.)`,
        `(Общий лимит на этот месяц исчерпан. Он обновится через ${wait}.)`,
      ],
      never: [
        '(Мне не разрешено отвечать вам здесь.)',
        '(Мне не разрешено отвечать здесь на вопросы.)',
      ],
    };
    return sentences[period][isOwn ? 0 : 1];
  },

  degraded: ({ isOwn, period, waitMs }, model) => {
    const wait = durationInWords(waitMs, 'ru');
    if (period === 'month')
      return isOwn
        ? `(Ваш лимит на этот месяц исчерпан, поэтому отвечает ${model}. Лимит обновится через ${wait}.)`
        : `(Общий лимит на этот месяц исчерпан, поэтому отвечает ${model}. Лимит обновится через ${wait}.)`;
    return isOwn
      ? `(Ваш лимит на сегодня исчерпан, поэтому отвечает ${model}. Лимит обновится через ${wait}.)`
      : `(Общий лимит на сегодня исчерпан, поэтому отвечает ${model}. Лимит обновится через ${wait}.)`;
  },

  nearly: (period, share) =>
    period === 'day'
      ? `(Использовано ${percent.format(share)} вашего лимита на сегодня.)`
      : `(Использовано ${percent.format(share)} вашего лимита на этот месяц.)`,
};
