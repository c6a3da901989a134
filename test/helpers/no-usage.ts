import type { Usage } from '../../src/contracts/usage.ts';
import { NOTHING_USED } from '../../src/usage/add-numbers.ts';

/** The kept usage of a bot that has answered nothing. */
export const noUsage: Usage = {
  today: () => '2026-11-30',
  report: async () => ({ total: NOTHING_USED, by: {} }),
  async *rows() {},
  forgetPerson: async () => {},
};
