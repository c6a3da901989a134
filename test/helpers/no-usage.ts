import type { CommandContextParts } from '../../src/bot/command-context.ts';
import { NOTHING_USED } from '../../src/usage/add-numbers.ts';

/** For tests without usage: there is none, and nothing draws. */
export const noUsage: Pick<CommandContextParts, 'usage' | 'drawPicture'> = {
  usage: {
    today: () => '2026-11-30',
    report: async () => ({ total: NOTHING_USED, by: {} }),
    rows: async function* () {},
    forgetPerson: async () => {},
  },
  drawPicture: async () => undefined,
};
