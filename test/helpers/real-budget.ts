import assert from 'node:assert/strict';
import type { EditBudget } from '../../src/contracts/reply-surface.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { platforms } from '../../src/platforms/index.ts';

/** The budget of a channel as the platform itself gives it. No network is touched. */
export function realBudget(
  platform: 'discord' | 'telegram',
  channelId: string,
  { clock, env = {} }: { readonly clock: Clock; readonly env?: Record<string, string> },
): EditBudget {
  const tokens = { DISCORD_TOKEN: 'id.time.signature', TELEGRAM_TOKEN: '1:token' };
  const builtPlatform = Object.values(platforms)
    .map((create) => create({ env: { ...tokens, ...env }, clock, log: silentLog, commands: [] }))
    .find((candidate) => candidate?.name === platform);
  assert.ok(builtPlatform);
  const kind = platform === 'discord' || channelId.startsWith('-') ? 'group' : 'direct';
  return builtPlatform.surface({ channel: { platform, id: channelId, kind } }).budget();
}
