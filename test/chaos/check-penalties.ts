import assert from 'node:assert/strict';
import type { LocalNetworks } from '../helpers/start-parley.ts';
import { PENALTY_MS } from './trouble.ts';

interface Call {
  readonly at: number;
  /** What one penalty holds back. */
  readonly scope: string;
  readonly status: number;
}

/** Another reply's call in the same chat may be on its way when the first one is refused. */
const IN_FLIGHT_MS = 60;

/** Throws where a call was made while the network had asked to wait. A new process cannot know, so a restart ends a penalty. */
export function checkPenalties(
  { discord, telegram }: LocalNetworks,
  restarts: readonly number[],
): void {
  const onDiscord = discord.controls.calls.map(({ at, method, path, route, status }) => {
    const [, channel = ''] = /\/channels\/(\d+)/.exec(path) ?? [];
    return {
      at,
      scope: `${method} ${route.includes('typing') ? 'typing' : ''} ${channel}`,
      status,
    };
  });
  const onTelegram = telegram.controls.calls
    .filter(({ method }) => ['sendMessage', 'editMessageText', 'deleteMessage'].includes(method))
    .map(({ at, chatId = '', code }) => ({ at, scope: chatId, status: code }));
  for (const calls of [onDiscord, onTelegram]) check(calls, restarts);
}

function check(calls: readonly Call[], restarts: readonly number[]): void {
  for (const refused of calls.filter(({ status }) => status === 429)) {
    const until = refused.at + PENALTY_MS;
    if (restarts.some((at) => at > refused.at && at < until)) continue;
    const early = calls.filter(
      ({ at, scope }) => scope === refused.scope && at > refused.at + IN_FLIGHT_MS && at < until,
    );
    assert.deepEqual(early, [], `no call in ${refused.scope} until ${until}`);
  }
}
