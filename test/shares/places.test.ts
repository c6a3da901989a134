import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Provider } from '../../src/contracts/provider.ts';
import { sleep } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { limitConcurrency } from '../../src/providers/wire/limit-concurrency.ts';
import { createShares } from '../../src/shares/shares.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createSimulatedFleet, type SimulatedProcess } from '../helpers/simulated-fleet.ts';

const never = new AbortController().signal;

/** Processes that ask one service without end. It counts the answers under way. */
function setUp(places: number, answerMs: number) {
  const clock = createFakeClock();
  const fleet = createSimulatedFleet({ clock, latencyMs: () => 3, isMessageLost: () => false });
  const counts = { underWay: 0, most: 0 };
  const answered = new Map<string, number>();

  function start(): SimulatedProcess {
    const process = fleet.start();
    const shares = createShares({ clock: process.clock, log: silentLog });
    shares.join(process);
    const service: Provider = {
      name: 'ollama',
      models: async () => [],
      async *stream() {
        counts.underWay += 1;
        counts.most = Math.max(counts.most, counts.underWay);
        await sleep(clock, answerMs);
        counts.underWay -= 1;
        yield { type: 'end', reason: 'stop' };
      },
    };
    const limited = limitConcurrency(service, places, { clock: process.clock, shares });

    async function ask(): Promise<void> {
      while (process.isAlive) {
        const request = { model: 'm', messages: [], party: { channel: process.id } };
        for await (const _ of limited.stream(request, never));
        answered.set(process.id, (answered.get(process.id) ?? 0) + 1);
        await new Promise<void>((resolve) => process.clock.after(100, resolve));
      }
    }
    void ask();
    void ask();
    return process;
  }

  return { clock, counts, answered, start };
}

describe('the places of a service that several processes ask', () => {
  for (const [places, processes] of [
    [1, 3],
    [2, 3],
    [3, 2],
  ] as const) {
    test(`are never more than ${places}, and each of ${processes} processes has some of them`, async () => {
      const { clock, counts, answered, start } = setUp(places, 1_500);
      for (let index = 0; index < processes; index++) start();
      await clock.advance(30_000);
      assert.equal(counts.most, places);
      assert.equal(answered.size, processes);
      const fewest = Math.min(...answered.values());
      const all = [...answered.values()].reduce((sum, each) => sum + each, 0);
      assert.ok(fewest > all / processes / 3, `${fewest} of ${all}`);
    });
  }

  test('are free for others after the process that had them died', async () => {
    const { clock, counts, answered, start } = setUp(1, 1_500);
    const first = start();
    await clock.advance(10_000);
    const second = start();
    first.kill();
    await clock.advance(25_000);
    assert.equal(counts.most, 1);
    assert.ok((answered.get(second.id) ?? 0) > 3);
  });
});
