import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Api } from 'grammy';
import type { Author, Channel } from '../../../../src/contracts/chat-message.ts';
import { createModerators } from '../../../../src/platforms/telegram/connection/moderators.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { createRecordingLog } from '../../../helpers/recording-log.ts';

const author = (id: string): Author => ({
  id,
  name: 'Ann',
  isBot: false,
  isServerAdmin: false,
  roles: [],
});
const group: Channel = { platform: 'telegram', id: '-50', kind: 'group' };
const topic: Channel = { platform: 'telegram', id: '-50/7', kind: 'thread', parentId: '-50' };
const signal = new AbortController().signal;

describe('createModerators', () => {
  function create(answer: () => Promise<unknown>) {
    const clock = createFakeClock();
    const log = createRecordingLog();
    const askedChats: unknown[] = [];
    const getChatAdministrators = async (chatId: number | string) => {
      askedChats.push(chatId);
      return (await answer()) as Awaited<ReturnType<Api['getChatAdministrators']>>;
    };
    return {
      moderators: createModerators({ api: { getChatAdministrators }, clock, log }),
      clock,
      log,
      askedChats,
    };
  }

  test('asks once for each chat and five minutes, however many ask', async () => {
    const { moderators, clock, askedChats } = create(async () => [
      { status: 'creator', user: { id: 7 } },
      { status: 'administrator', user: { id: 8 } },
    ]);
    const ask = (id: string, channel: Channel) => moderators.includes(author(id), channel, signal);
    assert.deepEqual(await Promise.all([ask('7', group), ask('8', topic), ask('9', group)]), [
      true,
      true,
      false,
    ]);
    assert.deepEqual(askedChats, ['-50']);

    await clock.advance(5 * 60_000 + 1);
    assert.equal(await ask('7', group), true);
    assert.equal(askedChats.length, 2);
  });

  test('takes an anonymous administrator and the person of a private chat for moderators without a request', async () => {
    const { moderators, askedChats } = create(async () => []);
    assert.equal(await moderators.includes(author('-50'), topic, signal), true);
    const direct: Channel = { platform: 'telegram', id: '7', kind: 'direct' };
    assert.equal(await moderators.includes(author('7'), direct, signal), true);
    assert.deepEqual(askedChats, []);
  });

  test('takes a failed request for no, logs its cause once, and asks again soon', async () => {
    const { moderators, clock, log, askedChats } = create(async () => {
      throw new Error('socket closed');
    });
    const ask = () => moderators.includes(author('7'), group, signal);
    assert.deepEqual([await ask(), await ask()], [false, false]);
    assert.equal(askedChats.length, 1);

    await clock.advance(30_001);
    assert.equal(await ask(), false);
    assert.equal(askedChats.length, 2);
    assert.equal(log.lines.filter((line) => line.startsWith('warn')).length, 1);
  });

  test('waits some seconds for an answer that does not come, and not again for the next person', async () => {
    const { moderators, clock, askedChats } = create(() => new Promise(() => {}));
    const first = moderators.includes(author('7'), group, signal);
    await clock.advance(5_000);
    assert.equal(await first, false);
    assert.equal(await moderators.includes(author('8'), group, signal), false);
    assert.equal(askedChats.length, 1);
  });

  test('waits no longer than its caller', async () => {
    const { moderators } = create(() => new Promise(() => {}));
    assert.equal(await moderators.includes(author('7'), group, AbortSignal.abort()), false);
  });
});
