import { after, test } from 'node:test';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import type { StorageAdapter } from '../../src/store/local-adapter.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { createStore } from '../../src/store/store.ts';
import { turnsSuite, WAITING_LIMIT } from '../contracts/turns-suite.ts';
import { freshDatabase, withoutPostgres } from '../helpers/postgres.ts';
import { answerEverywhere } from './answer-everywhere.ts';

if (withoutPostgres) test('conversations over PostgreSQL as turns', { skip: withoutPostgres });
else suiteOverPostgres();

/** One database and one pool of connections for all tests: opening them takes longer than a test. */
function suiteOverPostgres(): void {
  let current: Clock;
  const clock: Clock = {
    now: () => current.now(),
    after: (ms, run) => current.after(ms, run),
  };
  let opening: Promise<StorageAdapter> | undefined;

  async function openAdapter(): Promise<StorageAdapter> {
    const url = await freshDatabase();
    return (await openPostgres({ url, clock, log, readOnly: false })).adapter;
  }

  turnsSuite('conversations over PostgreSQL', (given, limits = { waitingLimit: WAITING_LIMIT }) => {
    current = given;
    let isEmpty = false;
    return {
      async open() {
        opening ??= openAdapter();
        const adapter = await opening;
        if (!isEmpty) await adapter.clear();
        isEmpty = true;
        const store = createStore({ adapter, clock });
        const options = { store, clock, log, isShared: true, ...limits };
        return answerEverywhere((await openConversations(options)).turns, store);
      },
    };
  });

  after(async () => (await opening)?.disconnect?.());
}
