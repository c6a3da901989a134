import assert from 'node:assert/strict';
import type { LocalNetworks } from '../helpers/start-parley.ts';
import type { Heartbeat } from './heartbeat.ts';
import { PENALTY_MS } from './trouble.ts';

interface Call {
  readonly at: number;
  /** One penalty applies to all calls of the same scope. */
  readonly scope: string;
  readonly status: number;
}

/**
 * Another reply's call in the same chat may be on its way when a call is refused. It arrives within this number of beats, which is
 * 60 ms on an idle machine.
 */
const IN_FLIGHT_BEATS = 12;

/**
 * Checks that no call was made while the network had asked to wait. A new process does not know of a penalty, so a restart ends it.
 *
 * @throws When a call was early.
 */
export function checkPenalties(
  { discord, telegram }: LocalNetworks,
  restarts: readonly number[],
  heartbeat: Heartbeat,
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

  for (const calls of [onDiscord, onTelegram]) checkCalls(calls, restarts, heartbeat);
}

function checkCalls(
  calls: readonly Call[],
  restarts: readonly number[],
  heartbeat: Heartbeat,
): void {
  for (const refused of calls.filter(({ status }) => status === 429)) {
    const penaltyEndsAt = refused.at + PENALTY_MS;
    if (restarts.some((at) => at > refused.at && at < penaltyEndsAt)) continue;

    const heardAt = heartbeat.after(refused.at, IN_FLIGHT_BEATS);
    const early = calls.filter(
      ({ at, scope }) => scope === refused.scope && at > heardAt && at < penaltyEndsAt,
    );
    assert.deepEqual(early, [], `no call in ${refused.scope} until ${penaltyEndsAt}`);
  }
}
