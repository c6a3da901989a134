import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createCommandContext } from '../../src/bot/command-context.ts';
import { createDataDeletion } from '../../src/bot/data-deletion.ts';
import { createDispatcher } from '../../src/bot/dispatcher.ts';
import { createQuestionEditor } from '../../src/bot/question-editor.ts';
import { createTracer } from '../../src/bot/tracer.ts';
import type { Author, Channel } from '../../src/contracts/chat-message.ts';
import type { AnswerVersion, Turn } from '../../src/contracts/turns.ts';
import type { Usage } from '../../src/contracts/usage.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { channelKey } from '../../src/lib/channel-key.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createRouter } from '../../src/router/router.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { channel, said } from '../conversations/messages.ts';
import { createAccessParts } from '../helpers/access-parts.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { noUsage } from '../helpers/no-usage.ts';
import { createRouting } from '../helpers/routing.ts';
import { openUsualSettings } from '../helpers/usual-settings.ts';

const room = channel('room');
const ann = said({ by: 'ann' }).message.author;
const bob: Author = { ...ann, id: 'bob' };
const version: AnswerVersion = { text: 'An answer', provider: 'p', model: 'm', end: 'stop' };

/** A context over real turns. A run ends when the test ends it, or when it is stopped. */
async function setUp() {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const opened = await openConversations({ store, clock, log: silentLog });
  const { turns } = opened;
  const ran: Turn[] = [];
  let release = Promise.withResolvers<void>();
  const { access } = await createAccessParts({ admins: ['9'], allowedChats: ['test:room'] });
  const router = createRouter({
    providers: [],
    routing: () => createRouting(),
    clock,
    log: silentLog,
  });
  const choices = await openUsualSettings(store);
  const settingsOf = choices.settings.of;
  const forgottenUsage: string[] = [];
  const usage: Usage = {
    ...noUsage,
    forgetPerson: async (platform, personId) => void forgottenUsage.push(`${platform}:${personId}`),
  };
  const parts = {
    ...opened,
    ...choices,
    usage,
    settingsOf,
    router,
    access,
    commands: [],
    clock,
    log: silentLog,
  };
  const dispatcher = createDispatcher(parts, async (turn, { stop }) => {
    ran.push(turn);
    await Promise.race([
      release.promise,
      new Promise((resolve) => {
        if (stop.aborted) resolve(undefined);
        else stop.addEventListener('abort', resolve);
      }),
    ]);
    const state = stop.aborted ? 'stopped' : 'done';
    await turns.checkpoint(turn, { answerMessages: [{ messageId: 'answer' }], creating: false });
    await turns.close(turn, { state, versions: [...turn.versions, version] });
  });
  const editor = createQuestionEditor(
    { ...parts, acceptQuestion: async () => assert.fail('no message is a new question here') },
    dispatcher,
  );
  const unused = async () => assert.fail('nobody decides about access here');
  const accessDesk = {
    requests: () => [],
    grants: () => [],
    answer: unused,
    grant: unused,
    revoke: unused,
  };
  const context = createCommandContext(
    { ...parts, accessDesk },
    {
      dispatcher,
      editor,
      deletion: createDataDeletion({ ...parts, missed: { forgetPerson: async () => 0 } }, editor),
      tracer: createTracer(parts),
      gate: { usable: async () => [] },
      questions: { askByCommand: async () => assert.fail('nothing is asked by command here') },
    },
  )('en');
  return {
    clock,
    turns,
    ran,
    context,
    ...choices,
    forgottenUsage,
    dispatcher,
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

describe('createCommandContext', () => {
  test('knows the model that answers in a thread: its own, or that of its channel', async () => {
    const { context, settings } = await setUp();
    const thread: Channel = { ...room, id: 'thread', kind: 'thread', parentId: room.id };
    const choose = (channel: Channel, model: string) =>
      settings.choose(channelKey(channel), (rules) => ({ ...rules, model }));
    await choose(room, 'p/wide');
    assert.equal(await context.currentModel(thread), 'p/wide');
    await choose(thread, 'p/own');
    assert.deepEqual(
      [await context.currentModel(thread), await context.currentModel(room)],
      ['p/own', 'p/wide'],
    );
  });

  test('keeps the style of answers as a setting of the channel', async () => {
    const { context, settings } = await setUp();
    await context.chooseStyle(room, { rich: true });
    assert.deepEqual(settings.chosen(channelKey(room)), { isRich: true });
    assert.deepEqual(await context.style(room), { rich: true });
    await context.chooseStyle(room, {});
    assert.deepEqual(settings.chosen(channelKey(room)), {});
  });

  test('opens an answered turn again for the person who asked and for admins', async () => {
    const { ask, end, context, clock, ran } = await setUp();
    await ask();
    await end();
    assert.equal(
      await context.rerun({ ...answer, author: bob }, { kind: 'regenerate' }),
      'forbidden',
    );
    for (const by of [ann, { ...bob, id: '9' }, { ...bob, isServerAdmin: true }]) {
      assert.equal(await context.rerun({ ...answer, author: by }, { kind: 'regenerate' }), 'done');
      await clock.advance(0);
      await end();
    }
    assert.equal(ran.length, 4);
    assert.deepEqual(ran.at(-1)?.rerun, { kind: 'regenerate', hasBegun: true });
  });

  test('makes a missing version once, however often its button is pressed', async () => {
    const { ask, end, context, clock, ran } = await setUp();
    await ask();
    await end();
    const press = () => context.rerun(answer, { kind: 'show', version: 1 });
    assert.equal(await press(), 'done');
    await clock.advance(0);
    assert.equal(ran.at(-1)?.rerun?.kind, 'regenerate');
    const again = press();
    await end();
    assert.equal(await again, 'done');
    await clock.advance(0);
    assert.deepEqual(ran.at(-1)?.rerun, { kind: 'show', version: 1, hasBegun: true });
  });

  test('shows how an answer has ended when one of its old buttons is pressed', async () => {
    const { ask, end, context, clock, ran } = await setUp();
    await ask();
    await end();
    for (const press of [
      () => context.stopAnswer(answer),
      () => context.rerun(answer, { kind: 'continue' }),
    ]) {
      assert.equal(await press(), 'done');
      await clock.advance(0);
      assert.equal(ran.at(-1)?.rerun?.kind, 'show');
      await end();
    }
    assert.equal(await context.stopAnswer({ ...answer, author: bob }), 'forbidden');
    assert.equal(await context.stopAnswer({ ...answer, sequence: 9 }), 'gone');
    const { sequence: _, ...withoutSequence } = answer;
    assert.equal(await context.rerun(withoutSequence, { kind: 'continue' }), 'pointless');
  });

  test('shows the stored answer in place of a version that no button names', async () => {
    const { ask, end, context, clock, ran } = await setUp();
    await ask();
    await end();
    for (const version of [-1, 0.5, 1e9, Number.NaN]) {
      assert.equal(await context.rerun(answer, { kind: 'show', version }), 'done');
      await clock.advance(0);
      assert.deepEqual(ran.at(-1)?.rerun, { kind: 'show', version: 0, hasBegun: true });
      await end();
    }
  });

  test('forgets one of several joined messages as a deletion does, and the others are answered', async () => {
    const { ask, context, turns } = await setUp();
    await ask();
    await turns.accept(said({ id: 'b' }));
    await turns.accept(said({ id: 'c' }));
    const selector = { channel: room, author: ann, messageId: 'b' };
    assert.equal(await context.forget(selector), 'done');

    const waiting = (await turns.open(room)).at(-1);
    assert.deepEqual(
      waiting?.inputs.map(({ id }) => id),
      ['c'],
    );
  });

  test('counts a question that still runs among the deleted ones', async () => {
    const { ask, end, context } = await setUp();
    await ask();
    const deleting = context.deleteData(ann, room);
    await end();
    const deleted = await deleting;
    assert.deepEqual(deleted, { questions: 1, quotes: 0, pins: 0, conversations: 1 });
  });

  test('deletes what a person chose for themselves with their data', async () => {
    const { context, people } = await setUp();
    await people.change(room.platform, ann.id, () => ({ language: 'de' }));
    await context.deleteData(ann, room);
    assert.deepEqual(people.settings(room.platform, ann.id), {});
  });

  test('takes a person out of the usage with their data', async () => {
    const { context, forgottenUsage } = await setUp();
    await context.deleteData(ann, room);
    assert.deepEqual(forgottenUsage, [`${room.platform}:${ann.id}`]);
  });

  test('waits a moment for an answer that is about to end, and no longer', async () => {
    const { ask, end, context, clock, ran } = await setUp();
    await ask();
    const soon = context.rerun({ channel: room, author: ann }, { kind: 'regenerate' });
    await end();
    assert.equal(await soon, 'done');
    await clock.advance(0);
    assert.equal(ran.length, 2);
    const late = context.rerun({ channel: room, author: ann }, { kind: 'regenerate' });
    await clock.advance(2_000);
    assert.equal(await late, 'busy');
  });

  test('says that the first answer is busy, not that it is gone', async () => {
    const { ask, context, clock } = await setUp();
    await ask();
    for (const kind of ['regenerate', 'continue'] as const) {
      const outcome = context.rerun({ channel: room, author: ann }, { kind });
      await clock.advance(2_000);
      assert.equal(await outcome, 'busy');
    }
  });

  test('refuses an answer that does not exist, and one that misses nothing', async () => {
    const { ask, end, context } = await setUp();
    assert.equal(await context.rerun({ channel: room, author: ann }, { kind: 'continue' }), 'gone');
    await ask();
    await end();
    assert.equal(await context.rerun({ ...answer, sequence: 7 }, { kind: 'regenerate' }), 'gone');
    assert.equal(
      await context.rerun({ ...answer, messageId: 'of an older store' }, { kind: 'regenerate' }),
      'gone',
    );
    const newest = { channel: room, author: ann };
    assert.equal(await context.rerun(newest, { kind: 'continue' }), 'pointless');
  });

  test('stops the growing answer for the person who asked, and leaves the turns behind it', async () => {
    const { ask, context, clock, turns, ran } = await setUp();
    await ask();
    await turns.accept(said({ by: 'bob' }));
    const growing = { ...answer, messageId: undefined };
    assert.equal(await context.stopAnswer({ ...growing, author: bob }), 'forbidden');
    assert.equal(await context.stopAnswer(growing), 'done');
    await clock.advance(0);
    assert.deepEqual(
      ran.map(({ inputs }) => inputs[0]?.author.id),
      ['ann', 'bob'],
    );
    assert.equal(await context.stopAnswer(growing), 'pointless');
  });

  test('stops only the own questions of a person without power over others, and counts the others', async () => {
    const { ask, context, clock, turns, ran } = await setUp();
    await ask();
    for (const by of ['bob', 'cem']) await turns.accept(said({ id: `of ${by}`, by }));
    assert.deepEqual(await context.stop(room, bob), { stopped: 1, kept: 2 });
    assert.deepEqual(await context.stop(room, bob), { stopped: 0, kept: 2 });
    assert.deepEqual(await context.stop(room, ann), { stopped: 1, kept: 1 });
    await clock.advance(0);
    assert.deepEqual(
      ran.map(({ inputs, isStopped }) => [inputs[0]?.author.id, isStopped === true]),
      [
        ['ann', false],
        ['bob', true],
        ['cem', false],
      ],
    );
    assert.deepEqual(await context.stop(room, { ...bob, isModerator: true }), {
      stopped: 1,
      kept: 0,
    });
  });

  test('takes back the newest question, or the newest of a person without power over others', async () => {
    const { ask, end, context, clock, turns, dispatcher } = await setUp();
    await ask();
    await end();
    await turns.accept(said({ id: 'second', by: 'bob' }));
    dispatcher.kick();
    await clock.advance(0);
    await end();
    assert.equal(await context.undo(room, { ...bob, id: 'cem' }), 'forbidden');
    assert.equal(await context.undo(room, ann), 'own');
    const left = await context.history(room);
    assert.deepEqual(
      left.flatMap(({ inputs }) => inputs.map(({ author }) => author.id)),
      ['bob'],
    );
    assert.equal(await context.undo(room, { ...ann, isModerator: true }), 'done');
  });
});
