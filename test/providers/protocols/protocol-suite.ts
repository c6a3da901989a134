import assert from 'node:assert/strict';
import { it } from 'node:test';
import { systemClock } from '../../../src/lib/clock.ts';
import type { Env } from '../../../src/lib/env.ts';
import { createHttp } from '../../../src/providers/wire/exchange/http.ts';
import { providerSuite } from '../../contracts/provider-suite.ts';
import { type Exchange, startRawServer } from '../../helpers/raw-server.ts';
import type { Protocol } from './protocol.ts';

const MOST_DELTAS = 50;
const ABORTED_ANSWERS = 40;

/** The contract of a provider, over a server that speaks the protocol. */
export function protocolSuite(protocol: Protocol): void {
  const start = async () => {
    const server = await startRawServer((exchange) => answer(protocol, exchange, server.url));
    const http = createHttp({ env: {} });
    const provider = protocol.factory({ env: protocol.env(server.url), http, clock: systemClock });
    assert.ok(provider);
    const stop = async () => {
      await http.close();
      await server.stop();
    };
    return { server, provider, stop };
  };

  providerSuite(protocol.name, async () => {
    const { server, provider, stop } = await start();
    return {
      provider,
      model: protocol.model,
      longQuestion: 'long',
      failingQuestion: 'fail',
      idle: server.waitUntilIdle,
      stop,
    };
  });

  it(`${protocol.name} is not there without its variables`, () => {
    const off = Object.fromEntries(Object.keys(protocol.env('')).map((name) => [name, ' ']));
    const build = (env: Env) =>
      protocol.factory({ env, http: createHttp({ env: {} }), clock: systemClock });
    assert.equal(build({}), undefined);
    assert.equal(build(off), undefined);
  });

  it(`${protocol.name} leaves no request behind when its answers are aborted, whenever that is`, async (t) => {
    const { server, provider, stop } = await start();
    t.after(stop);
    const request = { model: protocol.model, messages: [{ role: 'user', text: 'long' }] } as const;
    await Promise.all(
      Array.from({ length: ABORTED_ANSWERS }, async (_, index) => {
        const stopping = new AbortController();
        setTimeout(() => stopping.abort(), index);
        for await (const event of provider.stream(request, stopping.signal)) {
          assert.ok(!stopping.signal.aborted, `${event.type} after the abort`);
        }
      }),
    );
    await server.waitUntilIdle();
  });
}

async function answer(protocol: Protocol, exchange: Exchange, url: string): Promise<void> {
  const asked = exchange.path + exchange.text;
  if (asked.includes('no-such-model'))
    return exchange.respond(404, { error: { code: 'model_not_found' } });
  const told = protocol.answerSideRequest(exchange, url);
  if (told !== undefined) return exchange.respond(200, told);
  exchange.write(protocol.head);
  if (asked.includes('fail')) {
    exchange.write(protocol.text('Well') + (protocol.errorFrames[0]?.[0] ?? ''));
    return exchange.end();
  }
  for (let delta = 0; delta < MOST_DELTAS && !exchange.clientGone.aborted; delta++) {
    exchange.write(protocol.text('word '));
    await exchange.pause(1);
  }
  exchange.write(protocol.end('stop'));
  exchange.end();
}
