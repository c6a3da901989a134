import { costIn } from '../cost-in.ts';

/** Writes what something cost. */
export const cost = costIn('zh-CN', {
  money: (digits) => `US$${digits}`,
  unknown: '费用未知',
});
