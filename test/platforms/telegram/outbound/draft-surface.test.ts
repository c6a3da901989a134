import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import {
  type LocalTelegram,
  scaleLimits,
  startLocalTelegram,
} from '../../../../playground/telegram/index.ts';
import type { Address } from '../../../../src/contracts/address.ts';
import type { InboundEvent } from '../../../../src/contracts/inbox.ts';
import type { Platform } from '../../../../src/contracts/platform.ts';
import type {
  MessageRef,
  PutOptions,
  ReplySurface,
} from '../../../../src/contracts/reply-surface.ts';
import { PlatformError } from '../../../../src/errors.ts';
import { systemClock } from '../../../../src/lib/clock.ts';
import { silentLog } from '../../../../src/lib/log.ts';
import { createTelegram } from '../../../../src/platforms/telegram/index.ts';
import { createReplies } from '../../../../src/replies/replies.ts';
import { waitFor } from '../../../helpers/wait-for.ts';

/** Windows and penalties of the local server, and of the budgets with them. */
const SCALE = 0.01;
const STOP = [[{ id: 'stop:1', label: 'Stop' }]];

describe('answers that grow as drafts', () => {
  let telegram: LocalTelegram;
  let platform: Platform;
  let events: InboundEvent[];
  let address: Address;
  let room: string;
  let giveUp: AbortController;

  beforeEach(async () => {
    telegram = await startLocalTelegram({ limits: { ...scaleLimits(SCALE), draftMs: 400 } });
    events = [];
    giveUp = new AbortController();
    const env = {
      TELEGRAM_TOKEN: telegram.token,
      TELEGRAM_API_URL: telegram.apiUrl,
      TELEGRAM_DRAFTS: 'yes',
    };
    const created = createTelegram({
      env,
      clock: systemClock,
      log: silentLog,
      commands: [],
      timeScale: SCALE,
    });
    assert.ok(created);
    platform = created;
    await platform.start({
      accept: async (event) => void events.push(event),
      complete: async () => [],
    });
    room = telegram.rooms().find(({ kind }) => kind === 'direct')?.id ?? '';
    address = await ask(room);
  });
  afterEach(async () => {
    giveUp.abort();
    await platform.stop();
    await telegram.stop();
  });

  async function ask(roomId: string): Promise<Address> {
    await telegram.say({ roomId, text: '@parley_bot hi' });
    await waitFor(telegram, 'a question', () => events.some(({ kind }) => kind === 'message'));
    const event = events.find(({ kind }) => kind === 'message');
    assert.ok(event?.kind === 'message');
    events.length = 0;
    return event.address;
  }

  const put = (
    surface: ReplySurface,
    place: MessageRef | undefined,
    text: string,
    change: Partial<PutOptions> = {},
  ) =>
    surface.put(place, { text }, { state: 'growing', key: 'k', signal: giveUp.signal, ...change });
  const answers = (roomId = room) =>
    telegram
      .history(roomId)
      .filter(({ author }) => author.id === telegram.bot.id)
      .map(({ text, draft }) => [text, draft]);
  const written = () =>
    telegram.controls.calls
      .filter(({ method }) => /^(send|edit)Message/.test(method))
      .map(({ method }) => method);

  test('what grows is one draft, and what stays is the only message', async () => {
    const surface = platform.surface(address);
    const first = await put(surface, undefined, 'Hel');
    const second = await put(surface, first, 'Hello');
    assert.deepEqual(answers(), [['Hello', true]]);
    assert.equal(first.messageId, second.messageId);
    const stays = await put(surface, second, 'Hello, world', { state: 'final' });
    assert.deepEqual(answers(), [['Hello, world', false]]);
    assert.equal(stays.isDraft, undefined);
    // Clients take the message for the draft's end only if they are alike.
    assert.deepEqual(written(), [
      'sendMessageDraft',
      'sendMessageDraft',
      'sendMessageDraft',
      'sendMessage',
    ]);
  });

  test('a draft is renewed as long as nothing new comes, and no more once its message stands', async () => {
    const surface = platform.surface(address);
    const place = await put(surface, undefined, 'One moment');
    await waitFor(telegram, 'it is renewed', () => written().length >= 5);
    assert.deepEqual(answers(), [['One moment', true]]);
    await put(surface, place, 'One moment', { state: 'final' });
    const { length } = written();
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(written().length, length);
    assert.deepEqual(answers(), [['One moment', false]]);
  });

  test('the native Stop is there when there are buttons, and comes back as an event', async () => {
    await put(platform.surface(address), undefined, 'On and on', { controls: STOP });
    telegram.controls.stopDraft(room);
    await waitFor(telegram, 'somebody hears of it', () => events.length > 0);
    const [event] = events;
    assert.ok(event?.kind === 'stopped');
    assert.equal(event.address.channel.id, address.channel.id);
  });

  test('a draft place of an earlier run becomes a message, and nothing of the draft stays', async () => {
    const place = await put(platform.surface(address), undefined, 'before the crash');
    giveUp.abort();
    giveUp = new AbortController();
    await put(platform.surface(address), JSON.parse(JSON.stringify(place)), 'after it', {
      state: 'final',
    });
    assert.deepEqual(answers(), [['after it', false]]);
  });

  test('without drafts, a draft place of an earlier run becomes a message just the same', async () => {
    const place = await put(platform.surface(address), undefined, 'before the crash');
    const rich = platform.surface(address, { rich: true }).plainSurface;
    assert.ok(rich);
    await put(rich, place, 'after it', { state: 'final' });
    assert.deepEqual(answers(), [['after it', false]]);
    await rich.remove(place);
  });

  test('where the server takes none, the answer goes on in a message, and nothing comes after it', async () => {
    const surface = platform.surface(address);
    const draft = await put(surface, undefined, 'Hel');
    telegram.controls.faults.next(
      'sendMessageDraft',
      { status: 400, description: 'Bad Request: TEXTDRAFT_PEER_INVALID' },
      9,
    );
    const message = await put(surface, draft, 'Hello');
    assert.equal(message.isDraft, undefined);
    assert.equal(surface.budget().previews, undefined);
    await put(surface, message, 'Hello, world', { state: 'final' });
    assert.deepEqual(answers(), [['Hello, world', false]]);
    assert.deepEqual(written().slice(1), ['sendMessageDraft', 'sendMessage', 'editMessageText']);
    // The next answer does not ask again.
    assert.equal(platform.surface(address).budget().previews, undefined);
  });

  test('a chat that takes neither drafts nor messages takes the drafts of nobody else away', async () => {
    const blocked = { status: 403, description: 'Forbidden: bot was blocked by the user' };
    for (const method of ['sendMessageDraft', 'sendMessage'])
      telegram.controls.faults.next(method, blocked);
    const surface = platform.surface(address);
    await assert.rejects(put(surface, undefined, 'Hello'), PlatformError);
    assert.ok(surface.budget().previews);
    const place = await put(platform.surface(address), undefined, 'Hello again');
    assert.equal(place.isDraft, true);
  });

  test('an answer that is written over messages keeps their limit', async () => {
    const surface = platform.surface(address);
    const place = await put(surface, undefined, 'The first version', { state: 'final' });
    const replies = createReplies({ clock: systemClock, log: silentLog });
    const reply = replies.open({ surface, key: 'again', messages: [place], signal: giveUp.signal });
    for (let words = 1; words < 30; words += 1) {
      reply.show('another version '.repeat(words));
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    await reply.finish('another version '.repeat(30));
    assert.equal(answers().length, 1);
    assert.deepEqual(
      telegram.controls.calls.filter(({ code }) => code === 429),
      [],
    );
  });

  test('groups have none', async () => {
    const group = telegram.rooms().find(({ kind }) => kind === 'group')?.id ?? '';
    const surface = platform.surface(await ask(group));
    await put(surface, undefined, 'Hello');
    assert.deepEqual(answers(group), [['Hello', false]]);
    assert.equal(surface.budget().previews, undefined);
  });

  test('a whole reply is shown within all limits, and is there once', async () => {
    const text = Array.from({ length: 200 }, (_, index) => `word${index}`).join(' ');
    const replies = createReplies({ clock: systemClock, log: silentLog });
    const surface = platform.surface(address);
    const reply = replies.open({
      surface,
      key: 'turn',
      controls: STOP,
      showsTyping: true,
      signal: giveUp.signal,
    });
    const drafts = () => written().filter((method) => method === 'sendMessageDraft').length;
    for (let length = 40; length < text.length; length += 60) {
      const before = drafts();
      reply.show(text.slice(0, length));
      if (before < 4) await waitFor(telegram, 'one more draft', () => drafts() > before);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await reply.finish(text);
    assert.deepEqual(answers(), [[text, false]]);
    assert.equal(written().filter((method) => method === 'sendMessage').length, 1);
    assert.deepEqual(
      telegram.controls.calls.filter(({ code }) => code === 429),
      [],
    );
  });
});
