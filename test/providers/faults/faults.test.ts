import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import { systemClock } from '../../../src/lib/clock.ts';
import { createHttp } from '../../../src/providers/wire/exchange/http.ts';
import { createRandom } from '../../chaos/random.ts';
import { startRawServer } from '../../helpers/raw-server.ts';
import { protocols } from '../protocols/index.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { abortAnywhere } from './abort-anywhere.ts';
import { askInMemory, askOver } from './ask-in-memory.ts';
import {
  askWithFallback,
  fallbackConfigurations,
  faultsBeforeContent,
} from './ask-with-fallback.ts';
import { cutAt } from './cut-at.ts';
import { type FaultCase, listFaultCases } from './fault-cases.ts';

/** Cutting megabytes anywhere takes seconds. The proof does it. */
const LONG = 100_000;

for (const protocol of protocols) {
  describe(`${protocol.name}:`, () => {
    const cases = listFaultCases(protocol);
    const isWhole = ({ reply }: FaultCase) => (reply.ending ?? 'whole') === 'whole';

    it('every answer over HTTP ends in its text or in its kind of failure', async (t) => {
      const ask = await startAsking(t, protocol);
      for (const answer of cases.filter(isWhole))
        assert.equal(await ask(answer), answer.outcome, answer.name);
    });

    it('an answer that stops in the middle ends when that is seen, or when its time is over', async () => {
      for (const answer of cases.filter((found) => !isWhole(found))) {
        const outcome = await askInMemory(protocol, answer, [Buffer.from(answer.reply.body)]);
        assert.equal(outcome, answer.outcome, answer.name);
      }
    });

    it('whatever fails before the first content, a healthy second one answers, once and clean', async () => {
      for (const fault of faultsBeforeContent(protocol)) {
        for (const way of fallbackConfigurations) await askWithFallback(protocol, fault, way);
      }
    });

    it('the same bytes in other chunks end the same', async () => {
      const short = cases.filter((answer) => answer.reply.body.length < LONG && isWhole(answer));
      const places = fc.array(fc.nat(), { maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...short), places, async (answer, cuts) => {
          const chunks = cutAt(Buffer.from(answer.reply.body), cuts);
          assert.equal(await askInMemory(protocol, answer, chunks), answer.outcome, answer.name);
        }),
        { numRuns: 200 },
      );
    });
  });
}

it('answers that are aborted at any moment leave no socket, no timer and no listener', async () => {
  const random = createRandom(1);
  const events = await abortAnywhere(100, random.next);
  assert.ok(events > 100, 'most of them had begun');
});

async function startAsking(
  t: TestContext,
  protocol: Protocol,
): Promise<(answer: FaultCase) => Promise<string>> {
  let current: FaultCase['reply'] = { body: '' };
  const server = await startRawServer((exchange) => {
    const told = protocol.answerSideRequest(exchange, server.url);
    if (told !== undefined) exchange.respond(200, told);
    else exchange.respond(current.status ?? 200, current.body, current.headers);
  });
  const http = createHttp({ env: {} });
  t.after(async () => {
    await http.close();
    await server.stop();
  });
  return ({ reply }) => {
    current = reply;
    return askOver(http, systemClock, protocol, server.url);
  };
}
