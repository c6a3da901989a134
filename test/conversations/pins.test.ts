import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Conversations } from '../../src/contracts/conversations.ts';
import type { Pins } from '../../src/contracts/pins.ts';
import type { Turns } from '../../src/contracts/turns.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { channel, said } from './messages.ts';

const room = channel('room');
const ann = { id: 'ann', name: 'Ann' };
let turns: Turns;
let conversations: Conversations;
let pins: Pins;

beforeEach(async () => {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  ({ turns, conversations, pins } = await openConversations({ store, clock, log: silentLog }));
});

const pin = (messageId: string, text = `words of ${messageId}`) =>
  pins.add(room, { messageId, author: ann, text });
const numbers = async () => (await pins.list(room)).map(({ number }) => number);

describe('pins', () => {
  test('keep their order and their numbers when one is removed', async () => {
    for (const id of ['a', 'b', 'c']) assert.equal(await pin(id), 'added');
    assert.equal(await pins.remove(room, 2), true);
    assert.equal(await pins.remove(room, 2), false);
    await pin('d');
    assert.deepEqual(await numbers(), [1, 3, 4]);
  });

  test('hold each message once, and 20 at most', async () => {
    assert.equal(await pin('a'), 'added');
    assert.equal(await pin('a'), 'known');
    for (let index = 1; index < 20; index++) await pin(`m${index}`);
    assert.equal(await pin('more'), 'full');
    assert.equal((await numbers()).length, 20);
  });

  test('hold the beginning of a long message', async () => {
    await pin('a', 'x'.repeat(10_000));
    const [first] = await pins.list(room);
    assert.equal(first?.text.length, 2_000);
    assert.match(first?.text ?? '', /x…$/);
  });

  test('outlive a reset, and belong to one channel', async () => {
    await pin('a');
    await conversations.reset(room);
    assert.deepEqual(await numbers(), [1]);
    assert.deepEqual(await pins.list(channel('elsewhere')), []);
  });

  test('move along when the network gives the channel a new id', async () => {
    await pin('a');
    await conversations.move(room, channel('new'));
    assert.equal((await pins.list(channel('new'))).length, 1);
  });

  test('are gone when their message is deleted, be it a question or not', async () => {
    await turns.accept(said({ id: 'q' }));
    await pin('q');
    await pin('no question');
    await turns.withdraw(room, 'q');
    assert.deepEqual(await numbers(), [2]);
    await turns.withdraw(room, 'no question');
    assert.deepEqual(await numbers(), []);
  });

  test('are gone when people forget the turn of their message', async () => {
    await turns.accept(said({ id: 'q' }));
    const turn = await turns.claim();
    assert.ok(turn);
    await turns.checkpoint(turn, { answerMessages: [{ messageId: 'answer' }], creating: false });
    const version = { text: 'yes', provider: 'p', model: 'm', end: 'stop' as const };
    await turns.close(turn, { state: 'done', versions: [version] });
    await pin('answer');
    await turns.forget(turn);
    assert.deepEqual(await numbers(), []);
  });

  describe('of an answer', () => {
    const version = { provider: 'p', model: 'm', end: 'stop' as const };

    async function answer(text: string, state: 'done' | 'stopped' = 'done'): Promise<void> {
      const turn = await turns.claim();
      assert.ok(turn);
      const answerMessages = [{ messageId: 'answer' }];
      await turns.checkpoint(turn, { answerMessages, creating: false });
      const versions = state === 'done' ? [...turn.versions, { ...version, text }] : turn.versions;
      await turns.close(turn, { state, versions, shownVersion: versions.length - 1 });
    }

    const words = async () => (await pins.list(room)).map(({ text }) => text);

    beforeEach(async () => {
      await turns.accept(said({ id: 'q', text: 'my name is Anna' }));
      await answer('You are Anna.');
      await pins.add(room, { messageId: 'answer', text: 'You are Anna.' });
    });

    test('have the words that its message shows after it was made anew', async () => {
      const found = await conversations.find(room, { messageId: 'answer' });
      assert.ok(found);
      await turns.reopen(found.turn, { kind: 'regenerate' });
      await answer('Hello Anna.');
      assert.deepEqual(await words(), ['Hello Anna.']);
    });

    test('follow the edit of its question, and are gone when that gets no answer', async () => {
      await turns.edit(said({ id: 'q', text: 'my name is Bea' }).message);
      await answer('You are Bea.');
      assert.deepEqual(await words(), ['You are Bea.']);

      await turns.edit(said({ id: 'q', text: 'my name is a secret' }).message);
      await answer('', 'stopped');
      assert.deepEqual(await words(), []);
    });
  });

  test('have the new words of an edited message', async () => {
    await pin('a', 'old');
    await turns.edit(said({ id: 'a', text: 'new' }).message);
    assert.deepEqual(
      (await pins.list(room)).map(({ text }) => text),
      ['new'],
    );
  });

  test('have the new words of an edited checklist, and keep the names of files', async () => {
    await pin('a', '[checklist] Trip');
    const { message } = said({ id: 'a', text: '' });
    const attachments = [{ ref: 'r', name: 'map.pdf', mime: 'application/pdf', bytes: 1 }];
    await turns.edit({ ...message, details: '[checklist] Trip to Rome', attachments });
    const [edited] = await pins.list(room);
    assert.equal(edited?.text, '[checklist] Trip to Rome\n[map.pdf]');
  });
});
