import { costIn } from '../cost-in.ts';

/** Writes what something cost. */
export const cost = costIn('zh-CN', '费用未知');
