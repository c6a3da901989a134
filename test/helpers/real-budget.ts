import assert from 'node:assert/strict';
import type { EditBudget } from '../../src/contracts/reply-surface.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { platforms } from '../../src/platforms/index.ts';

/** Gives the budget that the platform itself has for a channel. Touches no network. */
export function realBudget(
  platform: 'discord' | 'telegram',
  channelId: string,
  { clock, env = {} }: { readonly clock: Clock; readonly env?: Record<string, string> },
): EditBudget {
  const tokens = { DISCORD_TOKEN: 'token', TELEGRAM_TOKEN: '1:token' };
  const adapter = Object.values(platforms)
    .map((create) => create({ env: { ...tokens, ...env }, clock, log: silentLog, commands: [] }))
    .find((each) => each?.name === platform);
  assert.ok(adapter);

  const kind = platform === 'discord' || channelId.startsWith('-') ? 'group' : 'direct';
  return adapter.surface({ channel: { platform, id: channelId, kind } }).budget();
}
