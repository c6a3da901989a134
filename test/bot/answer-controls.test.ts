import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAccess } from '../../src/access/access.ts';
import { createAnswerControls } from '../../src/bot/answer-controls.ts';
import type { BotDependencies } from '../../src/bot/bot-parts.ts';
import { createDispatcher } from '../../src/bot/dispatcher.ts';
import type { Author } from '../../src/contracts/chat-message.ts';
import type { AnswerVersion, Turn } from '../../src/contracts/turns.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { channel, said } from '../conversations/messages.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const room = channel('room');
const ann = said({ by: 'ann' }).message.author;
const bob: Author = { ...ann, id: 'bob' };
const version: AnswerVersion = { text: 'An answer', provider: 'p', model: 'm', end: 'stop' };

/** Controls over real turns; what runs ends when the test says so, or is stopped. */
async function setUp() {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { turns, conversations } = await openConversations({ store, clock, log: silentLog });
  const ran: Turn[] = [];
  let release = Promise.withResolvers<void>();
  const access = createAccess({ admins: ['9'], allowedUsers: [], allowedChats: [] });
  const parts = {
    turns,
    conversations,
    access,
    clock,
    log: silentLog,
  } as unknown as BotDependencies; // All that these use.
  const dispatcher = createDispatcher(parts, async (turn, { stop }) => {
    ran.push(turn);
    await Promise.race([
      release.promise,
      new Promise((resolve) => stop.addEventListener('abort', resolve)),
    ]);
    const state = stop.aborted ? 'stopped' : 'done';
    await turns.checkpoint(turn, { answerMessages: [{ messageId: 'answer' }], creating: false });
    await turns.close(turn, { state, versions: [...turn.versions, version] });
  });
  const controls = createAnswerControls(parts, dispatcher);
  return {
    ...{ clock, turns, ran, dispatcher, controls },
    async ask() {
      await turns.accept(said({ id: 'q' }));
      dispatcher.kick();
      await clock.advance(0);
    },
    async end() {
      release.resolve();
      release = Promise.withResolvers();
      await clock.advance(0);
    },
  };
}

const answer = { channel: room, author: ann, sequence: 1, messageId: 'answer' };

describe('the controls', () => {
  test('open an answered turn once more, for who asked and for admins', async () => {
    const { ask, end, controls, clock, ran } = await setUp();
    await ask();
    await end();
    assert.equal(
      await controls.rerun({ ...answer, author: bob }, { kind: 'regenerate' }),
      'forbidden',
    );
    for (const by of [ann, { ...bob, id: '9' }, { ...bob, isServerAdmin: true }]) {
      assert.equal(await controls.rerun({ ...answer, author: by }, { kind: 'regenerate' }), 'done');
      await clock.advance(0);
      await end();
    }
    assert.equal(ran.length, 4);
    assert.deepEqual(ran.at(-1)?.rerun, { kind: 'regenerate', hasBegun: true });
  });

  test('make the version that is not there yet once, however often its button is pressed', async () => {
    const { ask, end, controls, clock, ran } = await setUp();
    await ask();
    await end();
    const press = () => controls.rerun(answer, { kind: 'show', version: 1 });
    assert.equal(await press(), 'done');
    await clock.advance(0);
    assert.equal(ran.at(-1)?.rerun?.kind, 'regenerate');
    const again = press();
    await end();
    assert.equal(await again, 'done');
    await clock.advance(0);
    assert.deepEqual(ran.at(-1)?.rerun, { kind: 'show', version: 1, hasBegun: true });
  });

  test('wait a moment for an answer that is about to end, and no longer', async () => {
    const { ask, end, controls, clock, ran } = await setUp();
    await ask();
    const soon = controls.rerun({ channel: room, author: ann }, { kind: 'regenerate' });
    await end();
    assert.equal(await soon, 'done');
    await clock.advance(0);
    assert.equal(ran.length, 2);
    const late = controls.rerun({ channel: room, author: ann }, { kind: 'regenerate' });
    await clock.advance(2_000);
    assert.equal(await late, 'busy');
  });

  test('say of a first answer that it is not done, not that there is none', async () => {
    const { ask, controls, clock } = await setUp();
    await ask();
    for (const kind of ['regenerate', 'continue'] as const) {
      const outcome = controls.rerun({ channel: room, author: ann }, { kind });
      await clock.advance(2_000);
      assert.equal(await outcome, 'busy');
    }
  });

  test('do nothing with an answer that is not there or misses nothing', async () => {
    const { ask, end, controls } = await setUp();
    assert.equal(
      await controls.rerun({ channel: room, author: ann }, { kind: 'continue' }),
      'gone',
    );
    await ask();
    await end();
    assert.equal(await controls.rerun({ ...answer, sequence: 7 }, { kind: 'regenerate' }), 'gone');
    assert.equal(
      await controls.rerun({ ...answer, messageId: 'of an older store' }, { kind: 'regenerate' }),
      'gone',
    );
    assert.equal(await controls.rerun(answer, { kind: 'continue' }), 'pointless');
  });

  test('stop the answer that grows, for who asked and for admins, and not what waits behind it', async () => {
    const { ask, controls, clock, turns, ran } = await setUp();
    await ask();
    await turns.accept(said({ by: 'bob' }));
    const growing = { ...answer, messageId: undefined };
    assert.equal(await controls.stopAnswer({ ...growing, author: bob }), 'forbidden');
    assert.equal(await controls.stopAnswer(growing), 'done');
    await clock.advance(0);
    assert.deepEqual(
      ran.map(({ inputs }) => inputs[0]?.author.id),
      ['ann', 'bob'],
    );
    assert.equal(await controls.stopAnswer(growing), 'pointless');
  });
});
