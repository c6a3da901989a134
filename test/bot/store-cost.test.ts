import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAccessRecords } from '../../src/access/open-access-records.ts';
import { createBot } from '../../src/bot/bot.ts';
import { commands } from '../../src/commands/index.ts';
import type { Router } from '../../src/contracts/router.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { sleep } from '../../src/lib/clock.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { said } from '../conversations/messages.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface } from '../helpers/fake-surface.ts';
import { noUsage } from '../helpers/no-usage.ts';
import { openUsualSettings } from '../helpers/usual-settings.ts';
import { createCountingAdapter } from './counting-adapter.ts';

/** Asks `count` questions, one after the other with such pauses, and gives what the last `measured` ones cost. */
async function costOfTurn(
  count: number,
  { isShared = true, pauseMs = 20_000, words: most = 20, measured = 1 } = {},
) {
  const clock = createFakeClock();
  const { adapter, take } = createCountingAdapter(createMemoryAdapter({ clock }));
  const store = createStore({ adapter, clock });
  const opened = await openConversations({ store, clock, log, isShared });
  const router: Router = {
    defaultModel: 'p/m',
    models: async () => [],
    find: async () => undefined,
    async *stream(_request, _signal, _spending, onAttempt) {
      for (let words = 0; words < most; words++) {
        yield { type: 'text-delta', text: 'These are some words of an answer. ' };
        await sleep(clock, 500);
      }
      onAttempt?.({ provider: 'p', model: 'm', outcome: 'answered', endMs: 1 });
      yield { type: 'end', reason: 'stop' };
    },
  };
  const surface = createFakeSurface({ pageLimit: 4_000 });
  const bot = createBot({
    usage: noUsage,
    store,
    ...opened,
    ...(await openAccessRecords({ store, clock, log })),
    ...(await openUsualSettings(store)),
    findPlatform: () => undefined,
    commands,
    router,
    access: {
      check: () => ({ allowed: true }),
      isAdmin: () => false,
      admins: () => [],
      isModerator: async () => false,
      may: async () => true,
      moveChannel: async () => {},
    },
    languageOf: () => 'en',
    replies: createReplies({ clock, log }),
    surface: () => surface,
    clock,
    log,
  });
  await opened.turns.adopt('test:room');
  bot.start();
  for (let asked = 0; asked < count; asked++) {
    if (count - asked >= measured) take();
    await bot.accept({ kind: 'message', ...said() });
    await clock.advance(pauseMs);
  }
  assert.equal(opened.turns.countOpen(), 0);
  return take();
}

/** Without the ids, as one line for each query. */
function kindsOf(queries: readonly (readonly string[])[]): string[] {
  const kindOf = (key: string) => key.split(':')[0];
  return queries.map((keys) => [...new Set(keys.map(kindOf))].join(' '));
}

test('an ordinary turn on a shared store asks it once and writes four times', async () => {
  const { reads, writes } = await costOfTurn(10);
  assert.deepEqual(kindsOf(reads), ['seen']);
  const progress = ['turn', 'turn'];
  assert.deepEqual(kindsOf(writes), ['open head turn seen', ...progress, 'turn open']);
});

test('the turns up to the two-hundredth of a conversation cost what earlier ones did', async () => {
  // What was read is read anew after five minutes, which are 60 of these turns.
  const options = { words: 2, pauseMs: 5_000, measured: 60 };
  const [early, late] = [await costOfTurn(120, options), await costOfTurn(200, options)];
  assert.equal(late.writes.length, early.writes.length);
  assert.ok(late.reads.length <= early.reads.length + 1, `${late.reads.length} reads`);
});

test('a turn after a pause reads at once what its answer needs', async () => {
  const { reads, writes } = await costOfTurn(30, { pauseMs: 400_000 });
  assert.deepEqual(kindsOf(reads), ['seen', 'turn summary pins']);
  assert.equal(writes.length, 4);
});

test('the first turn of a chat costs two reads', async () => {
  const { reads } = await costOfTurn(1);
  assert.deepEqual(kindsOf(reads), ['writers seen head', 'summary pins']);
});

test('a turn on a store of one process writes as often, and the mark of all turns only at its start', async () => {
  const { writes } = await costOfTurn(30, { isShared: false });
  const progress = ['turn', 'turn'];
  assert.deepEqual(kindsOf(writes), ['open head turn seen', ...progress, 'turn']);
});
