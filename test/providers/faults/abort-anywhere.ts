import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Provider, ProviderEvent } from '../../../src/contracts/provider.ts';
import { type Clock, systemClock } from '../../../src/lib/clock.ts';
import { createHttp } from '../../../src/providers/wire/exchange/http.ts';
import { eventually } from '../../helpers/eventually.ts';
import { type Exchange, startRawServer } from '../../helpers/raw-server.ts';
import { protocols } from '../protocols/index.ts';
import type { Protocol } from '../protocols/protocol.ts';

const CONCURRENT_ANSWERS = 50;
const DELTAS_PER_ANSWER = 10;
const MAX_WAIT_MS = 20;

/** When an answer is aborted: at a random time, or as soon as an event of this type arrives. */
type Moment = 'random time' | ProviderEvent['type'];
/** The random time is twice as likely as each of the others. */
const MOMENTS: readonly Moment[] = [
  'random time',
  'random time',
  'accepted',
  'text-delta',
  'end',
  'usage',
];

/**
 * Aborts `count` answers over real HTTP at moments that `random` chooses, and asserts that they
 * leave no timer, no listener and no socket. Gives the number of events that arrived.
 */
export async function abortAnywhere(count: number, random: () => number): Promise<number> {
  const socketsBefore = countSockets();
  const { clock, countTimers } = createCountingClock();
  const http = createHttp({ env: {} });
  const backEnds = await Promise.all(
    protocols.map(async (protocol) => {
      const server = await startRawServer((exchange) =>
        answer(protocol, exchange, server.url, random),
      );
      const provider = protocol.factory({ env: protocol.env(server.url), http, clock });
      assert.ok(provider);
      return { server, provider, model: protocol.model };
    }),
  );
  const countConnections = () =>
    backEnds.reduce((sum, { server }) => sum + server.openConnections, 0);

  let eventCount = 0;
  for (let done = 0; done < count; done += CONCURRENT_ANSWERS) {
    const batchSize = Math.min(CONCURRENT_ANSWERS, count - done);
    const answers = Array.from({ length: batchSize }, async (_, index) => {
      const { provider, model } = backEnds[(done + index) % backEnds.length] ?? assert.fail();
      const seen = await abortOne(provider, model, random);
      eventCount += seen;
    });
    await Promise.all(answers);
  }

  await Promise.all(backEnds.map(({ server }) => server.waitUntilIdle()));
  await eventually('no timer is left', () => countTimers() === 0);
  assert.ok(
    countConnections() <= CONCURRENT_ANSWERS,
    'only complete answers leave a connection for the next request',
  );

  await http.close();
  await eventually('all connections are closed', () => countConnections() === 0);
  await Promise.all(backEnds.map(({ server }) => server.stop()));
  await eventually('no socket is left', () => countSockets() <= socketsBefore);
  return eventCount;
}

async function abortOne(provider: Provider, model: string, random: () => number): Promise<number> {
  const controller = new AbortController();
  const { signal } = controller;
  const moment = MOMENTS[Math.floor(random() * MOMENTS.length)];
  const timedAbort =
    moment === 'random time'
      ? wait(random() * MAX_WAIT_MS).then(() => controller.abort())
      : undefined;
  const request = { model, messages: [{ role: 'user', text: 'Hello?' }] } as const;

  let eventCount = 0;
  for await (const { type } of provider.stream(request, signal)) {
    assert.ok(!signal.aborted, `${type} after the abort`);
    eventCount += 1;
    if (type === moment) controller.abort();
  }
  await timedAbort;

  assert.equal(getEventListeners(signal, 'abort').length, 0, `${provider.name} leaves a listener`);
  return eventCount;
}

async function answer(
  protocol: Protocol,
  exchange: Exchange,
  url: string,
  random: () => number,
): Promise<void> {
  const sideAnswer = protocol.answerSideRequest(exchange, url);
  await exchange.pause(random() * 5);
  if (sideAnswer !== undefined) return exchange.respond(200, sideAnswer);

  exchange.sendHeaders();
  await exchange.pause(random() * 5);
  exchange.write(protocol.head);
  for (let delta = 0; delta < DELTAS_PER_ANSWER && !exchange.clientGone.aborted; delta++) {
    exchange.write(protocol.text('word '));
    await exchange.pause(random() * 2);
  }
  exchange.write(protocol.end('stop'));
  exchange.end();
}

/** The system's clock, with a count of the timers that are set. */
function createCountingClock(): { clock: Clock; countTimers(): number } {
  const timers = new Set<object>();
  const clock: Clock = {
    now: systemClock.now,
    after(ms, run) {
      const timer = {};
      timers.add(timer);
      const cancel = systemClock.after(ms, () => {
        timers.delete(timer);
        run();
      });

      return () => {
        timers.delete(timer);
        cancel();
      };
    },
  };

  return { clock, countTimers: () => timers.size };
}

function countSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}
