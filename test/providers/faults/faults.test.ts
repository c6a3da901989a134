import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import { systemClock } from '../../../src/lib/clock.ts';
import { createHttp } from '../../../src/providers/wire/http.ts';
import { startRawServer } from '../../helpers/raw-server.ts';
import { protocols } from '../protocols/index.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { askInMemory, askOver } from './ask.ts';
import { type Case, casesOf } from './cases.ts';
import { cutAt } from './cut-at.ts';

/** Cutting megabytes anywhere takes seconds. The proof does it. */
const LONG = 100_000;

for (const protocol of protocols) {
  describe(`${protocol.name}:`, () => {
    const cases = casesOf(protocol);
    const isWhole = ({ reply }: Case) => (reply.ending ?? 'whole') === 'whole';

    it('every answer over HTTP ends in its text or in its kind of failure', async (t) => {
      const ask = await startAsking(t, protocol);
      for (const answer of cases.filter(isWhole)) assert.equal(await ask(answer), answer.outcome, answer.what);
    });

    it('an answer that stops in the middle ends when that is seen, or when its time is over', async () => {
      for (const answer of cases.filter((found) => !isWhole(found))) {
        const outcome = await askInMemory(protocol, answer, [Buffer.from(answer.reply.body)]);
        assert.equal(outcome, answer.outcome, answer.what);
      }
    });

    it('the same bytes in other chunks end the same', async () => {
      const short = cases.filter((answer) => answer.reply.body.length < LONG && isWhole(answer));
      const places = fc.array(fc.nat(), { maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...short), places, async (answer, cuts) => {
          const chunks = cutAt(Buffer.from(answer.reply.body), cuts);
          assert.equal(await askInMemory(protocol, answer, chunks), answer.outcome, answer.what);
        }),
        { numRuns: 200 },
      );
    });
  });
}

async function startAsking(t: TestContext, protocol: Protocol): Promise<(answer: Case) => Promise<string>> {
  let current: Case['reply'] = { body: '' };
  const server = await startRawServer((exchange) => {
    const told = protocol.tell(exchange, server.url);
    if (told !== undefined) exchange.answer(200, told);
    else exchange.answer(current.status ?? 200, current.body, current.headers);
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
