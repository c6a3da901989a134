import assert from 'node:assert/strict';
import { it } from 'node:test';
import { systemClock } from '../../../src/lib/clock.ts';
import type { Env } from '../../../src/lib/env.ts';
import { createHttp } from '../../../src/providers/wire/exchange/http.ts';
import { providerSuite } from '../../contracts/provider-suite.ts';
import { type Exchange, startRawServer } from '../../helpers/raw-server.ts';
import type { Protocol } from './protocol.ts';

const DELTAS_OF_LONG_ANSWER = 50;
const ABORTED_ANSWERS = 40;

/** Runs the contract suite of providers against a server that speaks the protocol. */
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

  it(`${protocol.name} is off without its variables`, () => {
    const blankEnv = Object.fromEntries(Object.keys(protocol.env('')).map((name) => [name, ' ']));
    const create = (env: Env) =>
      protocol.factory({ env, http: createHttp({ env: {} }), clock: systemClock });

    assert.equal(create({}), undefined);
    assert.equal(create(blankEnv), undefined);
  });

  it(`${protocol.name} leaves no request behind when its answers are aborted at any time`, async (t) => {
    const { server, provider, stop } = await start();
    t.after(stop);
    const request = { model: protocol.model, messages: [{ role: 'user', text: 'long' }] } as const;

    await Promise.all(
      Array.from({ length: ABORTED_ANSWERS }, async (_, index) => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), index);
        for await (const event of provider.stream(request, controller.signal)) {
          assert.ok(!controller.signal.aborted, `${event.type} after the abort`);
        }
      }),
    );

    await server.waitUntilIdle();
  });
}

/**
 * Answers a question by its words: `no-such-model` with a refusal, `fail` with a failure after some
 * text.
 */
async function answer(protocol: Protocol, exchange: Exchange, url: string): Promise<void> {
  const question = exchange.path + exchange.text;
  if (question.includes('no-such-model')) {
    return exchange.respond(404, { error: { code: 'model_not_found' } });
  }

  const sideAnswer = protocol.answerSideRequest(exchange, url);
  if (sideAnswer !== undefined) return exchange.respond(200, sideAnswer);

  exchange.write(protocol.head);
  if (question.includes('fail')) {
    exchange.write(protocol.text('Well') + (protocol.errorFrames[0]?.[0] ?? ''));
    return exchange.end();
  }

  for (let delta = 0; delta < DELTAS_OF_LONG_ANSWER && !exchange.clientGone.aborted; delta++) {
    exchange.write(protocol.text('word '));
    await exchange.pause(1);
  }
  exchange.write(protocol.end('stop'));
  exchange.end();
}
