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

const AT_ONCE = 50;
const DELTAS = 10;
const LONGEST_WAIT_MS = 20;

/** When an answer is aborted: at some time, or as soon as this is there. */
type Moment = 'some time' | ProviderEvent['type'];
const MOMENTS: readonly Moment[] = [
  'some time',
  'some time',
  'accepted',
  'text-delta',
  'end',
  'usage',
];

/** Aborts so many real answers at moments that `random` chooses, and shows that nothing of them is left. Gives how many events came. */
export async function abortAnywhere(count: number, random: () => number): Promise<number> {
  const before = socketsHere();
  const { clock, pending } = createCountingClock();
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
  const openConnections = () =>
    backEnds.reduce((sum, { server }) => sum + server.openConnections, 0);
  let events = 0;
  for (let done = 0; done < count; done += AT_ONCE) {
    const asked = Array.from({ length: Math.min(AT_ONCE, count - done) }, async (_, index) => {
      const { provider, model } = backEnds[(done + index) % backEnds.length] ?? assert.fail();
      const seen = await abortOne(provider, model, random);
      events += seen;
    });
    await Promise.all(asked);
  }

  await Promise.all(backEnds.map(({ server }) => server.waitUntilIdle()));
  await eventually('no timer is left', () => pending() === 0);
  assert.ok(openConnections() <= AT_ONCE, 'only whole answers leave a connection for the next one');
  await http.close();
  await eventually('all connections are closed', () => openConnections() === 0);
  await Promise.all(backEnds.map(({ server }) => server.stop()));
  await eventually('no socket is left', () => socketsHere() <= before);
  return events;
}

async function abortOne(provider: Provider, model: string, random: () => number): Promise<number> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const moment = MOMENTS[Math.floor(random() * MOMENTS.length)];
  const aborting =
    moment === 'some time'
      ? wait(random() * LONGEST_WAIT_MS).then(() => stopping.abort())
      : undefined;
  let events = 0;
  for await (const { type } of provider.stream(
    { model, messages: [{ role: 'user', text: 'Hello?' }] },
    signal,
  )) {
    assert.ok(!signal.aborted, `${type} after the abort`);
    events += 1;
    if (type === moment) stopping.abort();
  }
  await aborting;
  assert.equal(getEventListeners(signal, 'abort').length, 0, `${provider.name} leaves a listener`);
  return events;
}

async function answer(
  protocol: Protocol,
  exchange: Exchange,
  url: string,
  random: () => number,
): Promise<void> {
  const told = protocol.answerSideRequest(exchange, url);
  await exchange.pause(random() * 5);
  if (told !== undefined) return exchange.respond(200, told);
  exchange.sendHeaders();
  await exchange.pause(random() * 5);
  exchange.write(protocol.head);
  for (let delta = 0; delta < DELTAS && !exchange.clientGone.aborted; delta++) {
    exchange.write(protocol.text('word '));
    await exchange.pause(random() * 2);
  }
  exchange.write(protocol.end('stop'));
  exchange.end();
}

function createCountingClock(): { clock: Clock; pending(): number } {
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
  return { clock, pending: () => timers.size };
}

function socketsHere(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}
