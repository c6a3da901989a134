import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EditBudget } from '../../../../src/contracts/reply-surface.ts';
import { silentLog } from '../../../../src/lib/log.ts';
import { createRequestTurns } from '../../../../src/platforms/discord/connection/request-turns.ts';
import { overallLimit } from '../../../../src/platforms/discord/outbound/budgets.ts';
import { createReplies } from '../../../../src/replies/replies.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { createFakeSurface } from '../../../helpers/fake-surface.ts';

function setUp() {
  const clock = createFakeClock();
  const turns = createRequestTurns(clock, overallLimit(50));
  const replies = createReplies({ clock, log: silentLog });
  turns.join(replies.takeCall);
  const startedAt = clock.now();
  const calledAt: number[] = [];
  const { signal } = new AbortController();

  async function read(): Promise<void> {
    const endTurn = await turns.take('read');
    calledAt.push(clock.now() - startedAt);
    endTurn();
  }

  async function write(channel: number): Promise<void> {
    const fake = createFakeSurface();
    const budget: EditBudget = {
      ...{ scope: `discord:${channel}`, calls: 5, windowMs: 5_000, gapMs: 0 },
      overall: overallLimit(50),
    };
    const surface = {
      ...fake,
      budget: () => budget,
      async put(...put: Parameters<typeof fake.put>) {
        calledAt.push(clock.now() - startedAt);
        return fake.put(...put);
      },
    };
    await replies.open({ surface, key: String(channel), signal }).finish('text');
  }
  return { clock, turns, calledAt, read, write };
}

describe('the turns of requests', () => {
  test('come at once before the limit is shared', async () => {
    const { take } = createRequestTurns(createFakeClock(), overallLimit(50));
    for (let index = 0; index < 200; index++) (await take('read'))();
  });

  test('are those of reads and writes together: 50 in any second', async () => {
    const { clock, calledAt, read, write } = setUp();
    const done = Promise.all(
      Array.from({ length: 60 }, (_, index) => [read(), write(index)]).flat(),
    );
    await clock.advance(3_000);
    await done;
    assert.equal(calledAt.length, 120);
    for (const at of calledAt) {
      const inSecond = calledAt.filter((each) => each >= at && each < at + 1_000).length;
      assert.ok(inSecond <= 50, `${inSecond} calls within a second of ${at}`);
    }
    assert.equal(Math.max(...calledAt), 2_000, 'and no turn is left unused');
  });

  test('end with their request, and are not waited for without end', async () => {
    const { clock, turns } = setUp();
    for (let index = 0; index < 50; index++) await turns.take('read');
    const canceling = new AbortController();
    const canceled = turns.take('read', canceling.signal);
    const late = turns.take('look at a channel');
    late.catch(() => {});
    canceling.abort();
    await assert.rejects(canceled, { kind: 'canceled' });
    await clock.advance(20_000);
    await assert.rejects(late, {
      kind: 'rate_limit',
      message: /look at a channel waited too long/,
    });
  });
});
