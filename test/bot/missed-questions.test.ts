import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMissedQuestions } from '../../src/bot/missed-questions.ts';
import type { ButtonEvent } from '../../src/contracts/button-event.ts';
import type { CommandReply } from '../../src/contracts/command.ts';
import type { MissedQuestion } from '../../src/contracts/inbox.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { channel, said } from '../conversations/messages.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { openUsualSettings } from '../helpers/usual-settings.ts';

const place = channel('room');

async function setUp() {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { turns, conversations } = await openConversations({ store, clock, log: silentLog });
  const { settings } = await openUsualSettings(store);
  const sent: CommandReply[] = [];
  const asked: string[] = [];
  const start = () =>
    createMissedQuestions({
      store,
      conversations,
      access: {
        check: ({ id }) =>
          id === 'eve' ? { allowed: false, denied: 'person' } : { allowed: true },
        may: async () => true,
      },
      settingsOf: settings.of,
      notifier: { send: (_address, reply) => void sent.push(reply) },
      gate: { isInPace: () => true },
      languageOf: () => 'en',
      log: silentLog,
      async ask({ message, address }) {
        asked.push(message.text);
        await turns.accept({ message, address });
      },
    });
  return { start, turns, clock, sent, asked };
}

const question = (id: string, by = 'ann'): MissedQuestion => said({ id, by, text: `text ${id}` });

function press(id: string, by: string, more: Partial<ButtonEvent['author']> = {}): ButtonEvent {
  const author = { ...said({ by }).message.author, ...more };
  return { kind: 'button', id, author, message: { messageId: '1' }, address: { channel: place } };
}

describe('missed questions', () => {
  test('are offered once per place, without those that are answered or not let in', async () => {
    const { start, turns, sent } = await setUp();
    await turns.accept(question('seen'));
    await start().offer(place, [
      question('seen'),
      question('a'),
      question('b', 'eve'),
      question('c'),
    ]);
    assert.equal(sent.length, 1);
    assert.match(sent[0]?.text ?? '', /I was away and missed 2 questions here/);
    const ids = sent[0]?.controls?.flat().map(({ id }) => id);
    assert.deepEqual(ids, ['missed:answer:a', 'missed:skip:a']);
    await start().offer(place, [question('seen')]);
    assert.equal(sent.length, 1);
  });

  test('are asked in their order after Answer, also by another process, and only once', async () => {
    const { start, asked, sent } = await setUp();
    await start().offer(place, [question('a'), question('b', 'ben')]);
    assert.equal(await start().press(press('missed:answer:a', 'ben')), true);
    assert.deepEqual(asked, ['text a', 'text b']);
    assert.match(sent.at(-1)?.text ?? '', /answering 2 questions/);

    await start().press(press('missed:answer:a', 'ben'));
    assert.deepEqual(asked, ['text a', 'text b']);
    assert.match(sent.at(-1)?.text ?? '', /decided already/);
  });

  test('are not asked after Skip, which those who asked and moderators may press', async () => {
    const { start, asked, sent } = await setUp();
    await start().offer(place, [question('a')]);
    await start().press(press('missed:skip:a', 'zoe'));
    assert.equal(sent.at(-1)?.onlyAsker, true);
    await start().press(press('missed:skip:a', 'zoe', { isModerator: true }));
    assert.match(sent.at(-1)?.text ?? '', /Skipped/);
    await start().press(press('missed:answer:a', 'ann'));
    assert.deepEqual(asked, []);
  });

  test('are forgotten after some days, and other buttons are left to others', async () => {
    const { start, asked, clock } = await setUp();
    await start().offer(place, [question('a')]);
    await clock.advance(4 * 24 * 60 * 60_000);
    await start().press(press('missed:answer:a', 'ann'));
    assert.deepEqual(asked, []);
    assert.equal(await start().press(press('stop:1', 'ann')), false);
  });
});
