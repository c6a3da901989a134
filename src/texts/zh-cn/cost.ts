import { costIn } from '../cost-in.ts';

/** Writes what something cost. */
export const cost = costIn('zh-CN', {
  money: (digits) => `$${digits}`,
  unknown: '费用未知',
});
