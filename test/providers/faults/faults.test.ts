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

/** Many cuts through megabytes take seconds. The proof makes them. */
const MAX_CUT_CHARACTERS = 100_000;

for (const protocol of protocols) {
  describe(`the protocol of ${protocol.name}`, () => {
    const cases = listFaultCases(protocol);
    const isWhole = ({ reply }: FaultCase) => (reply.ending ?? 'whole') === 'whole';

    it(`every reply to ${protocol.name} over HTTP ends in its text or in its kind of failure`, async (t) => {
      const ask = await startAsking(t, protocol);
      for (const fault of cases.filter(isWhole)) {
        assert.equal(await ask(fault), fault.outcome, fault.name);
      }
    });

    it(`an answer to ${protocol.name} that stops early ends when that is seen, or at its time limit`, async () => {
      for (const fault of cases.filter((candidate) => !isWhole(candidate))) {
        const outcome = await askInMemory(protocol, fault, [Buffer.from(fault.reply.body)]);
        assert.equal(outcome, fault.outcome, fault.name);
      }
    });

    it(`a healthy fallback answers once when ${protocol.name} fails before the first content`, async () => {
      for (const fault of faultsBeforeContent(protocol)) {
        for (const configuration of fallbackConfigurations) {
          await askWithFallback(protocol, fault, configuration);
        }
      }
    });

    it(`the same bytes to ${protocol.name} in other chunks have the same outcome`, async () => {
      const shortCases = cases.filter(
        (fault) => fault.reply.body.length < MAX_CUT_CHARACTERS && isWhole(fault),
      );
      const positions = fc.array(fc.nat(), { maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...shortCases), positions, async (fault, cuts) => {
          const chunks = cutAt(Buffer.from(fault.reply.body), cuts);
          assert.equal(await askInMemory(protocol, fault, chunks), fault.outcome, fault.name);
        }),
        { numRuns: 200 },
      );
    });
  });
}

it('answers that are aborted at any moment leave no socket, no timer and no listener', async () => {
  const random = createRandom(1);
  const eventCount = await abortAnywhere(100, random.next);
  assert.ok(eventCount > 100, 'most answers had begun');
});

async function startAsking(
  t: TestContext,
  protocol: Protocol,
): Promise<(fault: FaultCase) => Promise<string>> {
  let currentReply: FaultCase['reply'] = { body: '' };

  const server = await startRawServer((exchange) => {
    const sideAnswer = protocol.answerSideRequest(exchange, server.url);
    if (sideAnswer !== undefined) return exchange.respond(200, sideAnswer);

    const { status = 200, body, headers } = currentReply;
    exchange.respond(status, body, headers);
  });
  const http = createHttp({ env: {} });
  t.after(async () => {
    await http.close();
    await server.stop();
  });

  return ({ reply }) => {
    currentReply = reply;
    return askOver(http, systemClock, protocol, server.url);
  };
}
