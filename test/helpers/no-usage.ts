import type { CommandContextParts } from '../../src/bot/command-context.ts';
import type { UsageNumbers } from '../../src/contracts/usage.ts';

/** Nothing was used. */
export const NOTHING_USED: UsageNumbers = {
  answers: 0,
  attempts: 0,
  usd: 0,
  unpricedAttempts: 0,
  estimatedAttempts: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  images: 0,
  audioMs: 0,
};

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
