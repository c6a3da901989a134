import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import {
  type LocalTelegram,
  scaleLimits,
  startLocalTelegram,
} from '../../../../playground/telegram/index.ts';
import type { Address } from '../../../../src/contracts/address.ts';
import type {
  PutOptions,
  ReplyStyle,
  ReplySurface,
} from '../../../../src/contracts/reply-surface.ts';
import { systemClock } from '../../../../src/lib/clock.ts';
import { silentLog } from '../../../../src/lib/log.ts';
import { createTelegram } from '../../../../src/platforms/telegram/index.ts';
import { createReplies } from '../../../../src/replies/replies.ts';
import { GIVE_UP_MS } from '../../../helpers/give-up-ms.ts';
import { waitFor } from '../../../helpers/wait-for.ts';

const SCALE = 0.01;
const REFUSED = { status: 400, description: 'Bad Request: RICH_MESSAGE_BLOCKS_TOO_MANY' };
const TABLE = '| a | b |\n|---|---|\n| 1 | **2** |';
const rich = { rich: true, isAnswer: true };

describe('createRichMessages', () => {
  let telegram: LocalTelegram;
  let questionId: string;
  let surfaceOf: (address: Address, style?: ReplyStyle) => ReplySurface;

  const connect = (env: Record<string, string> = {}) => {
    const all = { TELEGRAM_TOKEN: telegram.token, TELEGRAM_API_URL: telegram.apiUrl, ...env };
    const platform = createTelegram({
      env: all,
      clock: systemClock,
      log: silentLog,
      commands: [],
      timeScale: SCALE,
    });
    assert.ok(platform);
    return platform.surface;
  };

  beforeEach(async () => {
    telegram = await startLocalTelegram({ limits: scaleLimits(SCALE) });
    surfaceOf = connect();
    // A bot may not write before the person does.
    questionId = (await telegram.say({ roomId: room(), text: 'Hi' })).id;
  });

  afterEach(() => telegram.stop());

  const room = () => telegram.rooms().find(({ kind }) => kind === 'direct')?.id ?? '';

  const address = (): Address => ({
    channel: { platform: 'telegram', id: room(), kind: 'direct' },
  });

  const options = (): PutOptions => ({
    state: 'final',
    key: 'k',
    signal: AbortSignal.timeout(GIVE_UP_MS),
  });

  const shown = () => telegram.history(room()).filter(({ id }) => id !== questionId);
  const last = () => shown().at(-1);
  const methods = () => telegram.controls.calls.map(({ method }) => method);

  const pageOf = (surface: ReplySurface, text: string) =>
    surface.dialect.open().update(text, 'final')[0];

  const answer = async (text: string, style = rich) => {
    const replies = createReplies({ clock: systemClock, log: silentLog });
    const reply = replies.open({
      surface: surfaceOf(address(), style),
      key: 't',
      signal: AbortSignal.timeout(GIVE_UP_MS),
    });
    reply.show(text.slice(0, 60));
    await waitFor(telegram, 'the first words', () => shown().length > 0);
    await reply.finish(text);
  };

  test('sends, edits and removes messages, and keeps their buttons', async () => {
    const surface = surfaceOf(address(), rich);
    const message = await surface.put(undefined, pageOf(surface, TABLE), options());
    assert.equal(last()?.text, 'a | b\n1 | 2');

    const controls = [[{ id: 'stop:1', label: 'Stop' }]];
    const page = pageOf(surface, `${TABLE}\n\nSee README.md and @ann_lee.`);
    assert.equal(
      (await surface.put(message, page, { ...options(), controls })).messageId,
      message.messageId,
    );

    await surface.put(message, page, { ...options(), controls });
    assert.deepEqual(
      [last()?.edits, last()?.buttons[0]?.[0]?.label, last()?.pings],
      [1, 'Stop', []],
    );

    await surface.remove(message);
    assert.equal(last(), undefined);
    assert.deepEqual(methods(), [
      'sendRichMessage',
      'editMessageText',
      'editMessageText',
      'deleteMessage',
    ]);
  });

  test('is used only for answers, when the operator or the conversation chooses it', () => {
    const isRich = (surface: ReplySurface) => surface.plainSurface !== undefined;
    assert.deepEqual(
      [undefined, { isAnswer: true }, { rich: false, isAnswer: true }, rich].map((style) =>
        isRich(surfaceOf(address(), style)),
      ),
      [false, false, false, true],
    );
    surfaceOf = connect({ TELEGRAM_RICH: 'yes' });
    assert.deepEqual(
      [undefined, { isAnswer: true }, { rich: false, isAnswer: true }, rich].map((style) =>
        isRich(surfaceOf(address(), style)),
      ),
      [false, true, false, true],
    );
  });

  for (const [refused, method, refusal] of [
    ['the first message', 'sendRichMessage', REFUSED],
    ['an edit', 'editMessageText', REFUSED],
    [
      'all rich messages in a chat',
      'sendRichMessage',
      { status: 403, description: 'Forbidden: CHAT_RICH_FORBIDDEN' },
    ],
  ] as const) {
    test(`goes on as text with entities in the same message when Telegram refuses ${refused}`, async () => {
      telegram.controls.faults.next(method, refusal);
      await answer(`${'word '.repeat(20)}\n\n${TABLE}\n\nThe **end**.`);
      assert.equal(shown().length, 1);
      assert.match(last()?.text ?? '', /a │ b.*The end\.$/s);
      assert.equal(
        surfaceOf(address(), rich).plainSurface,
        undefined,
        'the chat gets plain messages',
      );
    });
  }

  test('goes on in several messages when Telegram refuses a long answer', async () => {
    const text = Array.from({ length: 1_200 }, (_, index) => `w${index}`).join(' ');
    telegram.controls.faults.next('editMessageText', REFUSED);
    await answer(text);
    const texts = shown().map((shownMessage) => shownMessage.text);
    assert.ok(texts.length > 1);
    assert.deepEqual(texts.join(' ').split(/\s+/), text.split(' '));
  });

  test('sends no rich messages to any chat when the server does not know them', async () => {
    telegram.controls.faults.next('sendRichMessage', {
      status: 404,
      description: 'Not Found: method not found',
    });
    await answer('Hello there, all of you.');
    assert.equal(last()?.text, 'Hello there, all of you.');

    const other = { channel: { platform: 'telegram', id: '-100777', kind: 'group' } } as const;
    assert.equal(surfaceOf(other, rich).plainSurface, undefined);
  });
});
