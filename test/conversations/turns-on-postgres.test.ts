import { after, test } from 'node:test';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { createStore } from '../../src/store/store.ts';
import { turnsSuite, WAITING_LIMIT } from '../contracts/turns-suite.ts';
import { freshDatabase, withoutPostgres } from '../helpers/postgres.ts';

const log = silentLog;

/** The clock of the running test: all tests share the connections. */
let now: Clock['now'] = systemClock.now;
const clock: Clock = { now: () => now(), after: systemClock.after };

async function open() {
  return openPostgres({ url: await freshDatabase(), clock, log, readOnly: false });
}

let opened: ReturnType<typeof open> | undefined;
after(async () => (await opened)?.adapter.disconnect?.());

if (withoutPostgres) {
  test('conversations over PostgreSQL', { skip: withoutPostgres }, () => {});
} else {
  turnsSuite(
    'conversations over PostgreSQL',
    (testClock, limits = { waitingLimit: WAITING_LIMIT }) => {
      let isEmpty = false;
      return {
        async open() {
          opened ??= open();
          const { adapter } = await opened;
          now = testClock.now;
          if (!isEmpty) await adapter.clear();
          isEmpty = true;
          const store = createStore({ adapter, clock: testClock });
          return (await openConversations({ store, clock: testClock, log, ...limits })).turns;
        },
      };
    },
  );
}
