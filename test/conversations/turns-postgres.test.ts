import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import type { StorageAdapter } from '../../src/store/local-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { turnsSuite, WAITING_LIMIT } from '../contracts/turns-suite.ts';
import { withoutPostgres } from '../helpers/postgres.ts';
import { answerEverywhere } from './answer-everywhere.ts';
import { checkCrashes } from './crash-property.ts';
import { createPostgresDisk } from './postgres-disk.ts';

if (withoutPostgres) test('conversations over PostgreSQL as turns', { skip: withoutPostgres });
else suiteOverPostgres();

function suiteOverPostgres(): void {
  const disk = createPostgresDisk();
  after(disk.close);

  turnsSuite('conversations over PostgreSQL', (clock, limits = { waitingLimit: WAITING_LIMIT }) => {
    let opening: Promise<StorageAdapter> | undefined;
    return {
      async open() {
        opening ??= disk.openEmpty(clock);
        const store = createStore({ adapter: await opening, clock });
        const options = { store, clock, log, isShared: true, ...limits };
        return answerEverywhere((await openConversations(options)).turns, store);
      },
    };
  });

  test('two processes on PostgreSQL hand over chats, in order and by dying', async () => {
    const options = { isShared: true, openDisk: disk.openEmpty };
    const { deaths, handOvers } = await checkCrashes(4, 1, options);
    assert.ok(deaths > 0 && handOvers > 0, `${deaths} deaths, ${handOvers} hand-overs`);
  });
}
