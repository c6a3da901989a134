import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMissedQuestions } from '../../src/bot/missed-questions.ts';
import type { ButtonEvent } from '../../src/contracts/button-event.ts';
import type { ChatMessage } from '../../src/contracts/chat-message.ts';
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
  const adapter = createMemoryAdapter({ clock });
  const store = createStore({ adapter, clock });
  const { turns, conversations } = await openConversations({ store, clock, log: silentLog });
  const { settings } = await openUsualSettings(store);
  const sent: CommandReply[] = [];
  const asked: string[] = [];
  /** What the network says about a message that is not as it was. */
  const changed = new Map<string, Partial<ChatMessage> | 'deleted'>();
  let shutOut = 'eve';
  const read = async ({ messageId }: { readonly messageId: string }) => {
    const change = changed.get(messageId);
    if (change === 'deleted') return undefined;
    // A message that is read again names neither the roles of its author nor why it was for the bot.
    const { author, ...message } = question(messageId).message;
    return { ...message, author: { ...author, id: 'ann' }, addressed: false as const, ...change };
  };
  const archive = { read, readBefore: async () => [], readThreadStart: async () => undefined };
  const start = () =>
    createMissedQuestions({
      store,
      conversations,
      access: {
        check: ({ id }) =>
          id === shutOut ? { allowed: false, denied: 'person' } : { allowed: true },
        may: async () => true,
      },
      findPlatform: () => ({ archive }),
      settingsOf: settings.of,
      notifier: { send: (_address, reply) => void sent.push(reply) },
      gate: { isInPace: () => true, admits: async ({ author }) => author.id !== shutOut },
      languageOf: () => 'en',
      log: silentLog,
      async ask({ message, address }) {
        asked.push(message.text);
        await turns.accept({ message, address });
      },
    });
  async function stored(): Promise<string> {
    const values = await Promise.all((await adapter.findKeys('')).map((key) => adapter.get(key)));
    return JSON.stringify(values);
  }
  const shut = (id: string) => {
    shutOut = id;
  };
  return { start, turns, clock, sent, asked, changed, shut, stored };
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

  test('are asked as they are by then, and nothing that they say is stored until then', async () => {
    const { start, asked, changed, stored } = await setUp();
    await start().offer(place, [question('a'), question('b'), question('c')]);
    assert.doesNotMatch(await stored(), /text/);
    changed.set('a', 'deleted');
    changed.set('b', { text: 'edited' });
    await start().press(press('missed:answer:a', 'ann'));
    assert.deepEqual(asked, ['edited', 'text c']);
  });

  test('stay offered while none of them can be read', async () => {
    const { start, asked, changed, sent } = await setUp();
    await start().offer(place, [question('a')]);
    changed.set('a', 'deleted');
    await start().press(press('missed:answer:a', 'ann'));
    assert.match(sent.at(-1)?.text ?? '', /find what was asked/);
    changed.clear();
    await start().press(press('missed:answer:a', 'ann'));
    assert.deepEqual(asked, ['text a']);
  });

  test('of a person are taken out of all offers when that person deletes everything', async () => {
    const { start, asked, stored } = await setUp();
    await start().offer(place, [question('a', 'ben'), question('b'), question('c', 'ben')]);
    await start().offer(channel('other'), [question('d', 'ben')]);
    assert.equal(await start().forgetPerson('test', 'ben'), 3);
    assert.doesNotMatch(await stored(), /"ben"/);
    await start().press(press('missed:answer:a', 'ann'));
    assert.deepEqual(asked, ['text b']);
    assert.equal(await start().forgetPerson('test', 'ben'), 0);
  });

  test('cost nothing when a person presses Answer who was shut out meanwhile', async () => {
    const { start, asked, shut } = await setUp();
    await start().offer(place, [question('a', 'ben'), question('b')]);
    shut('ben');
    await start().press(press('missed:answer:a', 'ben'));
    assert.deepEqual(asked, []);
    await start().press(press('missed:answer:a', 'ann'));
    assert.deepEqual(asked, ['text b']);
  });

  test('are asked once when Answer is pressed twice at once', async () => {
    const { start, asked, sent } = await setUp();
    const missed = start();
    await missed.offer(place, [question('a')]);
    const presses = ['ann', 'ann'].map((by) => missed.press(press('missed:answer:a', by)));
    await Promise.all(presses);
    assert.deepEqual(asked, ['text a']);
    assert.match(sent.at(-1)?.text ?? '', /decided already/);
  });
});
