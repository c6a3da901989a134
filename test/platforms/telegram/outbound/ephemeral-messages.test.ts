import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { scaleLimits, startLocalTelegram } from '../../../../playground/telegram/index.ts';
import type { Address } from '../../../../src/contracts/address.ts';
import type { Command } from '../../../../src/contracts/command.ts';
import type { InboundEvent } from '../../../../src/contracts/inbox.ts';
import type { PutOptions } from '../../../../src/contracts/reply-surface.ts';
import { systemClock } from '../../../../src/lib/clock.ts';
import { createTelegram } from '../../../../src/platforms/telegram/index.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { GIVE_UP_MS } from '../../../helpers/give-up-ms.ts';
import { localized } from '../../../helpers/localized.ts';
import { createRecordingLog } from '../../../helpers/recording-log.ts';
import { receiveBefore } from '../receive-before.ts';
import { ok, refused, startScriptedTelegram, TOKEN } from '../scripted-telegram.ts';

const why: Command = {
  name: 'why',
  description: localized('Why'),
  onlyAsker: true,
  run: async () => ({ text: '' }),
};
const reset: Command = {
  name: 'reset',
  description: localized('Reset'),
  run: async () => ({ text: '' }),
};
const forAsker = (change: Partial<PutOptions> = {}): PutOptions => ({
  state: 'final',
  key: 'k',
  onlyAsker: true,
  signal: AbortSignal.timeout(GIVE_UP_MS),
  ...change,
});

describe('an ephemeral message on the local Telegram', () => {
  async function start(t: TestContext) {
    const telegram = await startLocalTelegram({ limits: scaleLimits(0.001) });
    const events: InboundEvent[] = [];
    const platform = createTelegram({
      env: { TELEGRAM_TOKEN: telegram.token, TELEGRAM_API_URL: telegram.apiUrl },
      clock: systemClock,
      log: createRecordingLog(),
      commands: [why, reset],
      timeScale: 0.01,
    });
    assert.ok(platform);
    t.after(async () => {
      await platform.stop();
      await telegram.stop();
    });
    const accept = async (event: InboundEvent) => void events.push(event);
    await platform.start(receiveBefore(platform, { accept, complete: async () => [] }));
    const isOffered = () =>
      telegram.controls.calls.filter(({ method }) => method === 'setMyCommands');
    await eventually('the commands are offered', () => isOffered().length === 2);

    const roomId = telegram.rooms().find(({ name }) => name === 'Friends')?.id ?? '';
    const robinId = telegram.people().find(({ name }) => name === 'Robin')?.id ?? '';
    const next = async <Kind extends InboundEvent['kind']>(kind: Kind) => {
      await eventually(`a ${kind}`, () => events.some((event) => event.kind === kind));
      const index = events.findIndex((event) => event.kind === kind);
      return events.splice(index, 1)[0] as InboundEvent & { kind: Kind };
    };
    const put = (address: Address, text: string, change?: Partial<PutOptions>) => {
      const surface = platform.surface(address);
      const page = surface.dialect.open().update(text, 'final')[0];
      return surface.put(undefined, page, forAsker(change));
    };
    const seenBy = (personId?: string) =>
      telegram.history(roomId, personId).map(({ text }) => text);
    return { telegram, platform, roomId, robinId, next, put, seenBy };
  }

  test('answers a command that only the bot saw, and is seen by nobody else', async (t) => {
    const { telegram, platform, roomId, robinId, next, put, seenBy } = await start(t);
    await telegram.run({ roomId, name: 'why' });
    const { call, address } = await next('command');
    assert.deepEqual([call.name, address.questionId], ['why', undefined]);

    const controls = [[{ id: 'why:more', label: 'More' }]];
    const message = await put(address, 'Because.', { controls });
    assert.deepEqual(seenBy(), ['/why@parley_bot', 'Because.']);
    assert.deepEqual(seenBy(robinId), []);

    const shown = telegram.history(roomId).at(-1);
    assert.ok(shown?.onlyYou);
    const surface = platform.surface(address);
    await surface.put(message, { text: 'Therefore.' }, forAsker({ onlyAsker: false, controls }));
    await surface.removeControls?.(message);
    assert.equal(telegram.history(roomId).at(-1)?.text, 'Therefore.');
    assert.deepEqual(telegram.history(roomId).at(-1)?.buttons, []);
    await surface.remove(message);
    await surface.remove(message);
    assert.deepEqual(seenBy(), ['/why@parley_bot']);
  });

  test('is edited by a press of its button, and answers it where the words are too long for an alert', async (t) => {
    const { telegram, platform, roomId, robinId, next, put, seenBy } = await start(t);
    await telegram.run({ roomId, name: 'why' });
    const { address } = await next('command');
    await put(address, 'Because.', { controls: [[{ id: 'why:more', label: 'More' }]] });
    const messageId = telegram.history(roomId).at(-1)?.id ?? '';
    await assert.rejects(
      telegram.press({ roomId, messageId, authorId: robinId, buttonId: 'why:more' }),
    );

    const pressed = telegram.press({ roomId, messageId, buttonId: 'why:more' });
    const press = await next('button');
    const surface = platform.surface(press.address);
    await surface.put(press.message, { text: 'More.' }, forAsker({ onlyAsker: false }));
    const long = 'words '.repeat(50).trim();
    await put(press.address, long);
    await pressed;
    assert.deepEqual(seenBy().slice(1), ['More.', long]);
    assert.deepEqual(seenBy(robinId), []);
  });

  test('is an alert for the person who pressed one that Telegram has forgotten', async (t) => {
    const { telegram, platform, roomId, next, put, seenBy } = await start(t);
    await telegram.run({ roomId, name: 'why' });
    const { address } = await next('command');
    await put(address, 'Because.', { controls: [[{ id: 'why:more', label: 'More' }]] });
    const messageId = telegram.history(roomId).at(-1)?.id ?? '';
    const toasts: string[] = [];
    telegram.watch((change) => change.kind === 'toast' && toasts.push(change.text));

    const pressed = telegram.press({ roomId, messageId, buttonId: 'why:more' });
    const press = await next('button');
    await telegram.remove(roomId, messageId);
    // The interaction is known to Telegram, but no longer invites a message.
    const late = { ...press.address, askerId: '404' };
    const surface = platform.surface(late);
    await surface.put(press.message, { text: 'Done.' }, forAsker({ onlyAsker: false }));
    await pressed;
    assert.deepEqual(toasts, ['Done.']);
    assert.deepEqual(seenBy(), ['/why@parley_bot']);

    await assert.rejects(
      surface.put(press.message, { text: 'Again.' }, forAsker({ onlyAsker: false })),
      { kind: 'forbidden' },
    );
  });

  test('shows a long reply to a press under a public message to the person who pressed', async (t) => {
    const { telegram, roomId, robinId, next, put, seenBy } = await start(t);
    await telegram.say({ roomId, text: '@parley_bot hello' });
    const { address } = await next('message');
    const controls = [[{ id: 'why:it', label: 'Why' }]];
    await put(address, 'An answer', { onlyAsker: false, controls });
    const messageId = telegram.history(roomId).at(-1)?.id ?? '';

    const pressed = telegram.press({ roomId, messageId, authorId: robinId, buttonId: 'why:it' });
    const press = await next('button');
    const long = 'words '.repeat(50).trim();
    await put(press.address, long);
    await pressed;
    assert.equal(seenBy(robinId).at(-1), long);
    assert.equal(seenBy().at(-1), 'An answer');
  });

  test('is a message for all where the bot is no administrator and the command was public', async (t) => {
    const { telegram, roomId, robinId, next, put, seenBy } = await start(t);
    await telegram.run({ roomId, name: 'reset' });
    const { address } = await next('command');
    assert.ok(address.questionId);
    let calls = 0;
    const beforeCall = async () => {
      calls += 1;
    };
    await put(address, 'You may not do that.', { beforeCall });
    assert.equal(seenBy(robinId).at(-1), 'You may not do that.');
    assert.equal(calls, 2, 'it asks for room before each call');

    telegram.controls.promoteBot(roomId);
    await put(address, 'Not even now.');
    assert.equal(seenBy(robinId).at(-1), 'Not even now.', 'the refusal is remembered');
  });

  test('answers a public command where the bot is an administrator', async (t) => {
    const { telegram, roomId, robinId, next, put, seenBy } = await start(t);
    telegram.controls.promoteBot(roomId);
    await telegram.run({ roomId, name: 'reset' });
    const { address } = await next('command');
    await put(address, 'You may not do that.');
    assert.equal(seenBy().at(-1), 'You may not do that.');
    assert.deepEqual(seenBy(robinId), ['/reset@parley_bot']);
  });

  test('tells a person who replies to one with a question how to ask', async (t) => {
    const { telegram, roomId, next, put } = await start(t);
    await telegram.run({ roomId, name: 'why' });
    await put((await next('command')).address, 'Because.');
    const replyTo = telegram.history(roomId).at(-1)?.id ?? '';
    await telegram.say({ roomId, text: 'and why is the sky blue?', replyTo });
    const { call, address } = await next('command');
    assert.deepEqual([call.name, call.targetId], ['help', undefined]);
    assert.ok(address.hiddenQuestionId);
  });
});

describe('createEphemeralMessages', () => {
  const group: Address = {
    channel: { platform: 'telegram', id: '-100', kind: 'group' },
    questionId: '42',
    askerId: '7',
  };
  const publicMessage = ok({ message_id: 70, date: 1, chat: { id: -100, type: 'supergroup' } });
  const page = { text: 'Hello' };

  async function start(t: TestContext) {
    const telegram = await startScriptedTelegram();
    t.after(() => telegram.stop());
    const clock = createFakeClock();
    const platform = createTelegram({
      env: { TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_URL: telegram.url },
      clock,
      log: createRecordingLog(),
      commands: [],
    });
    assert.ok(platform);
    const put = (address: Address, change?: Partial<PutOptions>) =>
      platform.surface(address).put(undefined, page, forAsker(change));
    const isEphemeral = () =>
      telegram.calls
        .filter(({ method }) => method === 'sendMessage')
        .map(({ payload }) => payload.ephemeral_message_parameters !== undefined);
    return { telegram, clock, put, isEphemeral };
  }

  test('takes what a server sends to everybody for the reply, and asks it no more', async (t) => {
    const { telegram, put, isEphemeral } = await start(t);
    telegram.script('sendMessage', publicMessage);
    assert.deepEqual(await put(group), { messageId: '70', chatId: '-100' });
    assert.deepEqual(isEphemeral(), [true], 'one message and no second one');
    await put(group);
    assert.deepEqual(isEphemeral(), [true, false]);
  });

  test('remembers a chat that refused for ten minutes', async (t) => {
    const { telegram, clock, put, isEphemeral } = await start(t);
    telegram.script('sendMessage', refused(400, 'Bad Request: BOT_NOT_ADMIN'), publicMessage);
    await put(group);
    await put(group);
    assert.deepEqual(isEphemeral(), [true, false, false]);
    await clock.advance(10 * 60_000 + 1);
    await put(group);
    assert.deepEqual(isEphemeral(), [true, false, false, true]);
  });

  test('says nothing to everybody when the network fails', async (t) => {
    const { telegram, put, isEphemeral } = await start(t);
    telegram.script('sendMessage', 'hang up');
    await assert.rejects(put(group), { kind: 'network' });
    assert.deepEqual(isEphemeral(), [true]);
  });

  test('sends to everybody in private chats, and what is for everybody', async (t) => {
    const { put, isEphemeral } = await start(t);
    await put({ channel: { platform: 'telegram', id: '7', kind: 'direct' }, questionId: '1' });
    await put(group, { onlyAsker: false });
    assert.deepEqual(isEphemeral(), [false, false]);
  });
});
