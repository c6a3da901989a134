import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import { compareClocks } from '../../src/fleet/compare-clocks.ts';
import { openEventLog } from '../../src/fleet/event-log.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';

const MINUTE_MS = 60_000;

test('a machine whose clock differs from that of the database says so once, and again after it was right', async () => {
  const clock = createFakeClock();
  const log = createRecordingLog();
  let behindMs = 3_600_000;
  const database = { query: async () => [{ now: clock.now() - behindMs }] };
  const clocks = await compareClocks({ database, clock, log });
  assert.equal(clocks.aheadMs(), 3_600_000);
  await clock.advance(5 * MINUTE_MS);
  const warnings = () => log.lines.filter((line) => line.startsWith('warn'));
  assert.equal(warnings().length, 1);
  assert.match(warnings()[0] ?? '', /clock of this machine differs.*3600/);

  behindMs = -500;
  await clock.advance(MINUTE_MS);
  assert.equal(clocks.aheadMs(), -500);
  behindMs = -60_000;
  await clock.advance(MINUTE_MS);
  assert.equal(warnings().length, 2);
  clocks.stop();
  assert.equal(clock.pending, 0);
});

test('a slow answer of the database, or none, says nothing about its clock', async () => {
  const clock = createFakeClock();
  let answer = async () => {
    await clock.advance(3_000);
    return [{ now: 0 }];
  };
  const database = { query: () => answer() };
  const clocks = await compareClocks({ database, clock, log: silentLog });
  assert.equal(clocks.aheadMs(), 0);
  answer = async () => {
    throw new Error('away');
  };
  await clock.advance(MINUTE_MS);
  assert.equal(clocks.aheadMs(), 0);
  clocks.stop();
});

test('the right to answer ends at the same moment for a host whose clock differs from that of the gateway', async () => {
  const rows: { id: string; content: unknown }[] = [];
  const database = {
    ride: async () => {},
    async query(text: string, values: readonly unknown[] = []) {
      if (text.includes('INSERT')) rows.push({ id: String(rows.length), content: values[2] });
      return rows;
    },
  };
  const open = (aheadMs: number) =>
    openEventLog({
      ...{ database, log: silentLog, chatOf: () => 'chat', memberId: 'member' },
      clocks: { aheadMs: () => aheadMs },
    });
  const channel = { platform: 'discord', id: '7', kind: 'group' } as const;
  const pressWith = (expiresAt: number) =>
    ({
      kind: 'button',
      address: { channel, interaction: { id: String(expiresAt), token: 't', expiresAt } },
    }) as unknown as InboundEvent;
  const gateway = open(-3_600_000);
  await gateway.put([{ event: pressWith(1_000_000) }]);
  await gateway.put([{ event: pressWith(0) }]);
  await gateway.put([{ event: { kind: 'added', channel } }]);
  const endsFor = async (aheadMs: number) =>
    (await open(aheadMs).read('chat')).events.map(({ event }) =>
      'address' in event ? event.address.interaction?.expiresAt : undefined,
    );
  assert.deepEqual(await endsFor(-3_600_000), [1_000_000, 0, undefined]);
  assert.deepEqual(await endsFor(-3_599_900), [1_000_000, 0, undefined]);
  assert.deepEqual(await endsFor(5_000), [4_605_000, 0, undefined]);
});
