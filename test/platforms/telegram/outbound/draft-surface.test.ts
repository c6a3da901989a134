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

/** Scales the windows and cooldowns of the local server, and the budgets with them. */
const SCALE = 0.01;
const STOP_CONTROLS = [[{ id: 'stop:1', label: 'Stop' }]];

describe('createDraftSurface', () => {
  let telegram: LocalTelegram;
  let platform: Platform;
  let events: InboundEvent[];
  let address: Address;
  let room: string;
  let cancellation: AbortController;

  beforeEach(async () => {
    telegram = await startLocalTelegram({ limits: { ...scaleLimits(SCALE), draftMs: 400 } });
    events = [];
    cancellation = new AbortController();
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
    cancellation.abort();
    await platform.stop();
    await telegram.stop();
  });

  async function ask(roomId: string): Promise<Address> {
    await telegram.say({ roomId, text: '@parley_bot hi' });
    await waitFor(telegram, 'the question', () => events.some(({ kind }) => kind === 'message'));
    const event = events.find(({ kind }) => kind === 'message');
    assert.ok(event?.kind === 'message');
    events.length = 0;
    return event.address;
  }

  const put = (
    surface: ReplySurface,
    message: MessageRef | undefined,
    text: string,
    change: Partial<PutOptions> = {},
  ) =>
    surface.put(
      message,
      { text },
      { state: 'growing', key: 'k', signal: cancellation.signal, ...change },
    );

  const answers = (roomId = room) =>
    telegram
      .history(roomId)
      .filter(({ author }) => author.id === telegram.bot.id)
      .map(({ text, draft }) => [text, draft]);

  const writeMethods = () =>
    telegram.controls.calls
      .filter(({ method }) => /^(send|edit)Message/.test(method))
      .map(({ method }) => method);

  test('shows growing pages as one draft, and the final page as the only message', async () => {
    const surface = platform.surface(address);
    const first = await put(surface, undefined, 'Hel');
    const second = await put(surface, first, 'Hello');
    assert.deepEqual(answers(), [['Hello', true]]);
    assert.equal(first.messageId, second.messageId);

    const final = await put(surface, second, 'Hello, world', { state: 'final' });
    assert.deepEqual(answers(), [['Hello, world', false]]);
    assert.equal(final.isDraft, undefined);
    // Clients turn the draft into the message only if both are alike.
    assert.deepEqual(writeMethods(), [
      'sendMessageDraft',
      'sendMessageDraft',
      'sendMessageDraft',
      'sendMessage',
    ]);
  });

  test('renews a draft while no new page comes, and no more after its message', async () => {
    const surface = platform.surface(address);
    const message = await put(surface, undefined, 'One moment');
    await waitFor(telegram, 'a renewal', () => writeMethods().length >= 5);
    assert.deepEqual(answers(), [['One moment', true]]);

    await put(surface, message, 'One moment', { state: 'final' });
    const { length } = writeMethods();
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(writeMethods().length, length);
    assert.deepEqual(answers(), [['One moment', false]]);
  });

  test('offers Telegram’s own Stop when the page has buttons, and the press arrives as an event', async () => {
    await put(platform.surface(address), undefined, 'On and on', { controls: STOP_CONTROLS });
    telegram.controls.stopDraft(room);
    await waitFor(telegram, 'the event', () => events.length > 0);
    const [event] = events;
    assert.ok(event?.kind === 'stopped');
    assert.equal(event.address.channel.id, address.channel.id);
  });

  test('turns a draft of an earlier process into a message', async () => {
    const message = await put(platform.surface(address), undefined, 'before the crash');
    cancellation.abort();
    cancellation = new AbortController();
    await put(platform.surface(address), JSON.parse(JSON.stringify(message)), 'after it', {
      state: 'final',
    });
    assert.deepEqual(answers(), [['after it', false]]);
  });

  test('leaves a draft of an earlier process to a surface without drafts, which writes a message', async () => {
    const message = await put(platform.surface(address), undefined, 'before the crash');
    const rich = platform.surface(address, { rich: true, isAnswer: true }).plainSurface;
    assert.ok(rich);

    await put(rich, message, 'after it', { state: 'final' });
    assert.deepEqual(answers(), [['after it', false]]);

    await rich.remove(message);
  });

  test('goes on in a message when the server refuses a draft, and sends no draft after it', async () => {
    const surface = platform.surface(address);
    const draft = await put(surface, undefined, 'Hel');
    telegram.controls.faults.next(
      'sendMessageDraft',
      { status: 400, description: 'Bad Request: TEXTDRAFT_PEER_INVALID' },
      9,
    );
    let calls = 0;
    const beforeCall = async () => {
      calls += 1;
    };
    const message = await put(surface, draft, 'Hello', { beforeCall });
    assert.equal(message.isDraft, undefined);
    assert.equal(calls, 2, 'it asks for room before each call');
    assert.equal(surface.budget().previews, undefined);

    await put(surface, message, 'Hello, world', { state: 'final' });
    assert.deepEqual(answers(), [['Hello, world', false]]);
    assert.deepEqual(writeMethods().slice(1), [
      'sendMessageDraft',
      'sendMessage',
      'editMessageText',
    ]);
    // The next answer sends no draft either.
    assert.equal(platform.surface(address).budget().previews, undefined);
  });

  test('keeps sending drafts after a chat refused both a draft and a message', async () => {
    const blocked = { status: 403, description: 'Forbidden: bot was blocked by the user' };
    for (const method of ['sendMessageDraft', 'sendMessage'])
      telegram.controls.faults.next(method, blocked);
    const surface = platform.surface(address);
    await assert.rejects(put(surface, undefined, 'Hello'), PlatformError);
    assert.ok(surface.budget().previews);

    const message = await put(platform.surface(address), undefined, 'Hello again');
    assert.equal(message.isDraft, true);
  });

  test('stays within the limit of messages when an answer replaces an older one', async () => {
    const surface = platform.surface(address);
    const message = await put(surface, undefined, 'The first version', { state: 'final' });
    const replies = createReplies({ clock: systemClock, log: silentLog });
    const reply = replies.open({
      surface,
      key: 'again',
      messages: [message],
      signal: cancellation.signal,
    });
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

  test('sends no drafts in groups', async () => {
    const group = telegram.rooms().find(({ kind }) => kind === 'group')?.id ?? '';
    const surface = platform.surface(await ask(group));
    await put(surface, undefined, 'Hello');
    assert.deepEqual(answers(group), [['Hello', false]]);
    assert.equal(surface.budget().previews, undefined);
  });

  test('shows a whole reply once, and within all limits', async () => {
    const text = Array.from({ length: 200 }, (_, index) => `word${index}`).join(' ');
    const replies = createReplies({ clock: systemClock, log: silentLog });
    const surface = platform.surface(address);
    const reply = replies.open({
      surface,
      key: 'turn',
      controls: STOP_CONTROLS,
      showsTyping: true,
      signal: cancellation.signal,
    });
    const drafts = () => writeMethods().filter((method) => method === 'sendMessageDraft').length;
    for (let length = 40; length < text.length; length += 60) {
      const before = drafts();
      reply.show(text.slice(0, length));
      if (before < 4) await waitFor(telegram, 'the next draft', () => drafts() > before);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await reply.finish(text);
    assert.deepEqual(answers(), [[text, false]]);
    assert.equal(writeMethods().filter((method) => method === 'sendMessage').length, 1);
    assert.deepEqual(
      telegram.controls.calls.filter(({ code }) => code === 429),
      [],
    );
  });
});
