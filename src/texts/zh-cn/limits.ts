import { durationInWords } from '../durations.ts';
import type { LimitFacts, limitTexts as original } from '../en/limits.ts';

const percent = new Intl.NumberFormat('zh-CN', { style: 'percent' });

/** The sentences about limits. */
export const limitTexts: typeof original = {
  reached: ({ isOwn, period, waitMs }) => {
    const wait = durationInWords(waitMs, 'zh-CN');
    const sentences: Record<LimitFacts['period'], readonly [own: string, here: string]> = {
      minute: [
        `（你问得太快了，我不能回答得这么频繁。请在 ${wait}后再问。）`,
        `（这里一分钟内的问题太多，我不能全部回答。请在 ${wait}后再问。）`,
      ],
      day: [
        `（你今天的限额已用完，将在 ${wait}后重置。）`,
        `（这里今天的限额已用完，将在 ${wait}后重置。）`,
      ],
      month: [
        `（你本月的限额已用完，将在 ${wait}后重置。）`,
        `（这里本月的限额已用完，将在 ${wait}后重置。）`,
      ],
      never: ['（我不能在这里回答你。）', '（我不能在这里回答问题。）'],
    };
    return sentences[period][isOwn ? 0 : 1];
  },

  degraded: ({ isOwn, period, waitMs }, model) => {
    const wait = durationInWords(waitMs, 'zh-CN');
    if (period === 'month')
      return isOwn
        ? `（你本月的限额已用完，因此由 ${model} 回答。限额将在 ${wait}后重置。）`
        : `（这里本月的限额已用完，因此由 ${model} 回答。限额将在 ${wait}后重置。）`;
    return isOwn
      ? `（你今天的限额已用完，因此由 ${model} 回答。限额将在 ${wait}后重置。）`
      : `（这里今天的限额已用完，因此由 ${model} 回答。限额将在 ${wait}后重置。）`;
  },

  nearly: (period, share) =>
    period === 'day'
      ? `（你今天的限额已用 ${percent.format(share)}。）`
      : `（你本月的限额已用 ${percent.format(share)}。）`,
};
