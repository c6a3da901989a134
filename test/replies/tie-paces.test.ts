import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EditBudget } from '../../src/contracts/reply-surface.ts';
import { PlatformError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createShares } from '../../src/shares/shares.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface } from '../helpers/fake-surface.ts';
import { createSimulatedFleet } from '../helpers/simulated-fleet.ts';

const never = new AbortController().signal;

/** Processes that write for one bot. */
function setUp() {
  const clock = createFakeClock();
  const fleet = createSimulatedFleet({ clock, latencyMs: () => 2, isMessageLost: () => false });

  /** A process. Gives the function with which it writes in a chat, and says when that was done. */
  function start() {
    const process = fleet.start();
    const shares = createShares({ clock: process.clock, log: silentLog });
    shares.join(process);
    const sharing = { store: process.store, fleet: process.fleet, shares };
    const replies = createReplies({ clock: process.clock, log: silentLog, sharing });

    async function write(chat: string, refusal?: { isGlobal: boolean; retryAfterMs: number }) {
      const fake = createFakeSurface();
      let left = refusal;
      const budget: EditBudget = {
        ...{ scope: `net:${chat}`, chat: `net:${chat}`, calls: 20, windowMs: 5_000, gapMs: 0 },
        overall: { scope: 'net', calls: 30, windowMs: 1_000, penalizedScopes: 3 },
      };
      const surface = {
        ...fake,
        budget: () => budget,
        async put(...write: Parameters<typeof fake.put>) {
          const failure = left;
          left = undefined;
          if (!failure) return fake.put(...write);
          throw new PlatformError('refused', { kind: 'rate_limit', platform: 'net', ...failure });
        },
      };
      const since = clock.now();
      await replies.open({ surface, key: chat, signal: never }).finish('text');
      return clock.now() - since;
    }
    return { replies, write };
  }

  return { clock, fleet, start };
}

/** Moves the time until a promise has settled. */
async function settle<Value>(
  { clock }: ReturnType<typeof setUp>,
  promise: Promise<Value>,
): Promise<Value> {
  let isSettled = false;
  const settled = promise.finally(() => {
    isSettled = true;
  });
  for (let step = 0; step < 1_000 && !isSettled; step++) await clock.advance(100);
  assert.ok(isSettled);
  return settled;
}

describe('processes that write for one bot', () => {
  test('write at once, with a share that costs two accesses to the store', async () => {
    const setting = setUp();
    const { write } = setting.start();
    assert.ok((await settle(setting, write('1'))) < 50);
    assert.deepEqual(setting.fleet.counts, { reads: 2, writes: 1 });
  });

  test('all obey a penalty of the whole bot, also one that starts a moment later', async () => {
    const setting = setUp();
    const { clock, start } = setting;
    const [first, second] = [start(), start()];
    await settle(setting, second.write('warm'));
    const refused = first.write('1', { isGlobal: true, retryAfterMs: 8_000 });
    await clock.advance(500);
    const others = [second.write('2'), start().write('3')];
    for (const waitedMs of await settle(setting, Promise.all(others))) {
      assert.ok(waitedMs >= 7_500, `${waitedMs} ms`);
      assert.ok(waitedMs < 12_000, `${waitedMs} ms`);
    }
    await settle(setting, refused);
  });

  test('find out together that a penalty means the whole bot', async () => {
    const setting = setUp();
    const { clock, start } = setting;
    const processes = [start(), start(), start(), start()];
    await settle(setting, Promise.all(processes.map(({ write }, index) => write(`warm ${index}`))));
    // Telegram does not say whom it means: https://core.telegram.org/bots/api#responseparameters
    const refusal = { isGlobal: false, retryAfterMs: 8_000 };
    const refused = processes.slice(0, 3).map(({ write }, index) => write(`${index}`, refusal));
    await clock.advance(200);
    const waitedMs = await settle(setting, processes[3]?.write('3') ?? Promise.resolve(0));
    assert.ok(waitedMs >= 7_000, `${waitedMs} ms`);
    await settle(setting, Promise.all(refused));
  });

  test('hand the penalty of one chat over with it, and leave the other chats alone', async () => {
    const setting = setUp();
    const { clock, start } = setting;
    const [first, second] = [start(), start()];
    await settle(setting, first.replies.adopt('net:1', { end: 'left' }));
    void first.write('1', { isGlobal: false, retryAfterMs: 20_000 });
    await clock.advance(2_000);
    await settle(setting, second.replies.adopt('net:1', { end: 'died', agoMs: 0 }));
    const [there, elsewhere] = [second.write('1'), second.write('2')];
    assert.ok((await settle(setting, elsewhere)) < 1_000);
    assert.ok((await settle(setting, there)) >= 17_000);
  });
});
