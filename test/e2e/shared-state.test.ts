import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openRouting } from '../../src/config/open-routing.ts';
import { readConfig } from '../../src/config/read-config.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import { openFleet } from '../../src/fleet/open-fleet.ts';
import { systemClock as clock } from '../../src/lib/clock.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { openState } from '../../src/open-state.ts';
import { openStore } from '../../src/store/open-store.ts';
import { eventually } from '../helpers/eventually.ts';
import { freshDatabase, withoutPostgres } from '../helpers/postgres.ts';
import { chargeOf } from '../usage/charges.ts';

const room: Channel = { platform: 'discord', id: '2', kind: 'group', server: '1' };
const robin = { platform: 'telegram', personId: '8', name: 'Robin', at: 1 };

/** The state of one process, over the real announcements of PostgreSQL. */
async function startProcess(t: TestContext, url: string) {
  const store = await openStore({ url, clock, log });
  assert.ok(store.database);
  const parts = { store, database: store.database, version: '1', clock, log };
  const { fleet, membership, ...rest } = await openFleet({
    ...parts,
    role: 'all',
    onLost: () => {},
    // Both have the id of one process.
    isGone: () => false,
  });
  const config = readConfig({ STORE_URL: url, DISCORD_TOKEN: 'x' });
  const file = 'no-such-file.yaml';
  const routing = openRouting({ file, providers: { all: [], ready: [] }, clock, log });
  const state = await openState({ isShared: true, config, store, routing, fleet, clock, log });
  t.after(async () => {
    routing.stop();
    await state.usage.stop();
    rest.stop();
    await membership.release();
    await store.close();
  });
  return { ...state, fleet };
}

test('two processes on PostgreSQL know each other’s settings, grants, requests, troubles and usage', {
  skip: withoutPostgres,
}, async (t) => {
  const url = await freshDatabase();
  const first = await startProcess(t, url);
  const second = await startProcess(t, url);
  await eventually('they know each other', () => first.fleet.members().length === 2);

  await Promise.all([
    first.settings.choose('discord:2', (rules) => ({ ...rules, model: 'p/m' })),
    second.settings.choose('discord:2', (rules) => ({ ...rules, historyDays: 3 })),
    second.people.change('discord', '7', () => ({ language: 'de' })),
    first.accessRecords.grants.set({ ...robin, state: 'allowed' }),
    second.accessRecords.moves.record(room, { ...room, id: '20' }),
    first.usage.ledger.hold(chargeOf({ id: 'running' })),
    second.usage.ledger.settle(chargeOf()),
  ]);
  first.troubleRecords.put({
    format: 1,
    id: 'diskNearlyFull',
    trouble: { kind: 'diskNearlyFull', freeBytes: 1 },
    since: 1,
    seenAt: 1,
  });

  const usd = ({ usage }: typeof first) => usage.ledger.spent({ scope: 'bot', period: 'day' }).usd;
  const knowsAll = (process: typeof first) =>
    process.settings.of(room).model === 'p/m' &&
    process.settings.of(room).historyDays === 3 &&
    process.people.settings('discord', '7').language === 'de' &&
    process.accessRecords.grants.find('telegram', '8')?.state === 'allowed' &&
    process.accessRecords.moves.idsOf({ ...room, id: '20' }).includes('2') &&
    process.troubleRecords.get('diskNearlyFull') !== undefined &&
    usd(process) === 0.02;
  await eventually('both know everything', () => knowsAll(first) && knowsAll(second));
  await first.usage.ledger.settle(chargeOf({ id: 'running', attempt: { usd: 0.001 } }));
  await eventually('the other one knows the end', () => usd(second) === 0.011);
});
