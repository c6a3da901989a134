import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Address } from '../../../../src/contracts/address.ts';
import type { PutOptions, ReplySurface } from '../../../../src/contracts/reply-surface.ts';
import { PlatformError, type PlatformErrorKind } from '../../../../src/errors.ts';
import { createTelegram } from '../../../../src/platforms/telegram/index.ts';
import type { TelegramMessageRef } from '../../../../src/platforms/telegram/message-ref.ts';
import { eventually } from '../../../helpers/eventually.ts';
import type { FakeClock } from '../../../helpers/fake-clock.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { GIVE_UP_MS } from '../../../helpers/give-up-ms.ts';
import { createRecordingLog } from '../../../helpers/recording-log.ts';
import {
  ok,
  refused,
  type ScriptedTelegram,
  startScriptedTelegram,
  TOKEN,
} from '../scripted-telegram.ts';

const dm: Address = {
  channel: { platform: 'telegram', id: '7', kind: 'direct' },
  questionId: '42',
};

const topic: Address = {
  channel: { platform: 'telegram', id: '-100/5', kind: 'thread', parentId: '-100' },
  questionId: '42',
};

const page = { text: 'Hello' };
const messageRef: TelegramMessageRef = { messageId: '70', chatId: '7' };
const documentRef: TelegramMessageRef = { ...messageRef, isFile: true };
const filePage = { text: '', file: { name: 'answer.md', markdown: '# The whole' } };
const picturePage = {
  text: '',
  file: { name: 'usage.png', picture: Buffer.from('PNG'), caption: 'Usage, November' },
};
const NO_PREVIEW = { link_preview_options: { is_disabled: true } };

describe('createTelegramSurface', () => {
  let telegram: ScriptedTelegram;
  let clock: FakeClock;
  let surfaceOf: (address: Address) => ReplySurface;

  const options = (change: Partial<PutOptions> = {}): PutOptions => ({
    state: 'growing',
    key: 'k',
    signal: AbortSignal.timeout(GIVE_UP_MS),
    ...change,
  });

  beforeEach(async () => {
    telegram = await startScriptedTelegram();
    clock = createFakeClock();
    const env = { TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_URL: `${telegram.url}/` };
    const platform = createTelegram({
      env,
      clock,
      log: createRecordingLog(),
      commands: [],
      timeScale: 0.5,
    });
    assert.ok(platform);
    surfaceOf = platform.surface;
  });

  afterEach(() => telegram.stop());

  const failure = async (run: Promise<unknown>): Promise<PlatformError> => {
    const error: unknown = await run.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof PlatformError);
    assert.ok(!error.message.includes('secret') && error.cause === undefined);
    return error;
  };

  test('sends the first page as a reply to the question, without a link preview', async () => {
    assert.deepEqual(await surfaceOf(dm).put(undefined, page, options()), messageRef);
    assert.deepEqual(telegram.calls, [
      {
        method: 'sendMessage',
        payload: {
          chat_id: '7',
          text: 'Hello',
          ...NO_PREVIEW,
          reply_parameters: { message_id: 42, allow_sending_without_reply: true },
        },
      },
    ]);
  });

  test('sends a file as a document, without a reply, in its topic', async () => {
    telegram.script(
      'sendDocument',
      ok({ message_id: 71, date: 1, chat: { id: -100, type: 'supergroup' } }),
    );
    const document = await surfaceOf(topic).put(
      undefined,
      filePage,
      options({ after: messageRef }),
    );
    assert.deepEqual(document, { messageId: '71', chatId: '-100', isFile: true });

    const [call] = telegram.calls;
    assert.equal(call?.method, 'sendDocument');

    const form = String(call?.payload.form);
    assert.match(form, /name="message_thread_id"\s+5\s/);
    assert.match(form, /filename="?answer\.md"?[^#]*# The whole/);
    assert.doesNotMatch(form, /reply_parameters/);
  });

  test('sends a picture as a photo with its caption, which people see in the chat', async () => {
    telegram.script('sendPhoto', ok({ message_id: 71, date: 1, chat: { id: 7, type: 'private' } }));
    const photo = await surfaceOf(dm).put(undefined, picturePage, options({ after: messageRef }));
    assert.deepEqual(photo, { messageId: '71', chatId: '7', isFile: true });

    const form = String(telegram.calls[0]?.payload.form);
    assert.match(form, /name="caption"\s+Usage, November/);
    assert.match(form, /filename="?usage\.png"?[\s\S]*PNG/);
  });

  test('sends a sentence instead of a file where the chat forbids files', async () => {
    telegram.script(
      'sendDocument',
      refused(400, 'Bad Request: not enough rights to send documents to the chat'),
    );
    assert.deepEqual(
      await surfaceOf(dm).put(undefined, filePage, options({ after: messageRef })),
      messageRef,
    );
    assert.match(String(telegram.calls[1]?.payload.text), /not allowed to attach files/);
  });

  test('leaves a picture out where the chat forbids it: the words above it say the same', async () => {
    telegram.script(
      'sendPhoto',
      refused(400, 'Bad Request: not enough rights to send photos to the chat'),
    );
    const put = surfaceOf(dm).put(undefined, picturePage, options({ after: messageRef }));
    assert.equal((await failure(put)).kind, 'forbidden');
    assert.equal(telegram.calls.length, 1);
  });

  test('removes a message that cannot become the page: a text for a file, and a file for anything', async () => {
    for (const [oldMessage, newPage] of [
      [messageRef, filePage],
      [documentRef, page],
      [documentRef, filePage],
    ] as const) {
      assert.equal((await failure(surfaceOf(dm).put(oldMessage, newPage, options()))).kind, 'gone');
    }
    assert.deepEqual(telegram.calls[0], {
      method: 'deleteMessage',
      payload: { chat_id: '7', message_id: 70 },
    });

    telegram.script(
      'deleteMessage',
      refused(400, "Bad Request: message can't be deleted for everyone"),
    );
    assert.equal((await failure(surfaceOf(dm).put(messageRef, filePage, options()))).kind, 'gone');

    telegram.script('deleteMessage', refused(429, 'Too Many Requests', { retry_after: 1 }));
    assert.equal(
      (await failure(surfaceOf(dm).put(messageRef, filePage, options()))).kind,
      'rate_limit',
    );
  });

  test('sends a later page without a reply, in its topic', async () => {
    await surfaceOf(topic).put(undefined, page, options({ after: messageRef }));
    assert.deepEqual(telegram.calls[0]?.payload, {
      chat_id: '-100',
      text: 'Hello',
      ...NO_PREVIEW,
      message_thread_id: 5,
    });
  });

  test('answers a reader of a channel in the topic of that reader', async () => {
    const channel = { ...topic.channel, id: '-100/direct-12' };
    await surfaceOf({ ...topic, channel }).put(undefined, page, options({ after: messageRef }));
    assert.deepEqual(telegram.calls[0]?.payload, {
      chat_id: '-100',
      text: 'Hello',
      ...NO_PREVIEW,
      direct_messages_topic_id: 12,
    });
  });

  test('shows a menu as a button for each entry, two in a row where they are short', async () => {
    const menuOf = (labels: readonly string[]) => ({
      id: 'settings:x',
      label: 'Pick',
      entries: labels.map((label, index) => ({
        value: `${index}`,
        label,
        isSelected: index === 1,
      })),
    });
    const controls = [[menuOf(['A', 'B', 'C'])], [menuOf(['A', 'A label of many words'])]];
    await surfaceOf(dm).put(undefined, page, options({ controls }));
    const button = (text: string, value: number) => ({
      text,
      callback_data: `settings:x|${value}`,
    });
    assert.deepEqual(telegram.calls.at(-1)?.payload.reply_markup, {
      inline_keyboard: [
        [button('A', 0), button('✓ B', 1)],
        [button('C', 2)],
        [button('A', 0)],
        [button('✓ A label of many words', 1)],
      ],
    });
  });

  test('sends the buttons with every write, because an edit without them removes them', async () => {
    const controls = [
      [
        { id: 'model:a', label: 'A', style: 'primary' as const },
        { id: 'model:b', label: 'B' },
      ],
    ];
    const keyboard = {
      inline_keyboard: [
        [
          { text: 'A', callback_data: 'model:a', style: 'primary' },
          { text: 'B', callback_data: 'model:b' },
        ],
      ],
    };
    await surfaceOf(dm).put(undefined, page, options({ controls }));
    assert.deepEqual(await surfaceOf(dm).put(messageRef, page, options({ controls })), messageRef);
    assert.deepEqual(
      telegram.calls.map(({ payload }) => payload.reply_markup),
      [keyboard, keyboard],
    );
    assert.deepEqual(telegram.calls[1], {
      method: 'editMessageText',
      payload: {
        chat_id: '7',
        message_id: 70,
        text: 'Hello',
        ...NO_PREVIEW,
        reply_markup: keyboard,
      },
    });
  });

  test('succeeds with an edit that changes nothing', async () => {
    telegram.script(
      'editMessageText',
      refused(400, 'Bad Request: message is not modified: specified new message …'),
    );
    assert.deepEqual(await surfaceOf(dm).put(messageRef, page, options()), messageRef);
  });

  const refusals: readonly [PlatformErrorKind, number, string][] = [
    ['gone', 400, 'Bad Request: message to edit not found'],
    ['gone', 400, 'Bad Request: MESSAGE_ID_INVALID'],
    ['gone', 400, 'Bad Request: chat not found'],
    ['gone', 400, 'Bad Request: message thread not found'],
    ['forbidden', 400, 'Bad Request: TOPIC_CLOSED'],
    ['forbidden', 400, 'Bad Request: not enough rights to send text messages to the chat'],
    ['forbidden', 403, 'Forbidden: bot was blocked by the user'],
    ['forbidden', 401, 'Unauthorized'],
    ['forbidden', 400, 'Bad Request: CHAT_ADMIN_REQUIRED'],
    ['forbidden', 400, 'Bad Request: USER_BANNED_IN_CHANNEL'],
    ['invalid', 400, 'Bad Request: message is too long'],
    ['invalid', 400, 'Bad Request: BUTTON_DATA_INVALID'],
    ['server', 502, 'Bad Gateway'],
  ];

  test('fails with the kind that says what helps', async () => {
    for (const [kind, code, description] of refusals) {
      telegram.script('editMessageText', refused(code, description));
      assert.equal(
        (await failure(surfaceOf(dm).put(messageRef, page, options()))).kind,
        kind,
        description,
      );
    }
  });

  test('fails as network after a broken connection, and as server after a broken answer, without the token in the message', async () => {
    for (const [answer, kind] of [
      ['hang up', 'network'],
      ['gibberish', 'server'],
      ['null', 'server'],
      [{ ok: true }, 'server'],
      [ok(null), 'server'],
      [ok(true), 'server'],
      [ok({ message_id: null }), 'server'],
    ] as const) {
      telegram.script('sendMessage', answer);
      assert.equal((await failure(surfaceOf(dm).put(undefined, page, options()))).kind, kind);
    }
  });

  // The words: tdlib (MessageContent.cpp, as telegram-bot-api #374 has them), kfstorm/carnivore #3.
  for (const [code, description] of [
    [400, 'Bad Request: message is too long'],
    [400, 'Bad Request: MESSAGE_TOO_LONG'],
    [400, 'Bad Request: text is too long'],
    [413, 'Request Entity Too Large'],
  ] as const) {
    test(`says that the page is too long after “${description}”`, async () => {
      telegram.script('sendMessage', refused(code, description));
      const error = await failure(surfaceOf(dm).put(undefined, page, options()));
      assert.deepEqual([error.kind, error.isTooLong], ['invalid', true]);
    });
  }

  const bold = { text: 'Hello', entities: [{ type: 'bold' as const, offset: 0, length: 5 }] };
  const controls = [[{ id: 'again:1', label: 'Again' }]];
  // aiogram/aiogram #447, eternnoir/pyTelegramBotAPI #758, pyrogram/pyrogram #1039,
  // tdlib/telegram-bot-api #165.
  const refusedParts: readonly [part: string, description: string][] = [
    ['reply_parameters', 'Bad Request: message to be replied not found'],
    ['reply_parameters', 'Bad Request: reply message not found'],
    ['reply_parameters', 'Bad Request: REPLY_MESSAGE_ID_INVALID'],
    ['entities', "Bad Request: can't parse entities: unexpected end of name"],
    ['entities', "Bad Request: can't parse entities in message text: byte offset 3"],
    ['entities', 'Bad Request: ENTITY_BOUNDS_INVALID'],
    ['entities', 'Bad Request: Entities_too_long'],
    ['reply_markup', 'Bad Request: BUTTON_DATA_INVALID'],
    ['reply_markup', "Bad Request: can't parse inline keyboard button: unknown style"],
  ];
  for (const [part, description] of refusedParts) {
    test(`sends the words without ${part} after “${description}”`, async () => {
      const success = ok({ message_id: 70, date: 1, chat: { id: 7, type: 'private' } });
      telegram.script('sendMessage', refused(400, description), success);
      await surfaceOf(dm).put(undefined, bold, options({ controls }));
      const [first = {}, second = {}] = await telegram.seen('sendMessage', 2);
      assert.ok(part in first);
      const rest = Object.fromEntries(Object.entries(first).filter(([name]) => name !== part));
      assert.deepEqual(second, rest);
    });
  }

  test('gives up after the parts that it can leave out', async () => {
    telegram.script('sendMessage', refused(400, 'Bad Request: ENTITY_BOUNDS_INVALID'));
    const error = await failure(surfaceOf(dm).put(undefined, bold, options()));
    assert.equal(error.kind, 'invalid');
    assert.equal((await telegram.seen('sendMessage', 2)).length, 2);
  });

  test('edits the words without formatting that is refused', async () => {
    telegram.script('editMessageText', refused(400, "Bad Request: can't parse entities"), ok(true));
    await surfaceOf(dm).put(messageRef, bold, options());
    const [, second] = await telegram.seen('editMessageText', 2);
    assert.equal(second?.entities, undefined);
  });

  for (const words of ["message can't be edited", 'MESSAGE_EDIT_TIME_EXPIRED']) {
    test(`replaces the message when its final text meets “${words}”`, async () => {
      telegram.script('editMessageText', refused(400, `Bad Request: ${words}`));
      const old = { ...messageRef, messageId: '60' };
      const growing = await failure(surfaceOf(dm).put(old, page, options()));
      assert.equal(growing.kind, 'invalid');
      const written = await surfaceOf(dm).put(old, page, options({ state: 'final' }));
      assert.deepEqual(written, messageRef);
      const removed = await telegram.seen('deleteMessage');
      assert.deepEqual(removed, [{ chat_id: '7', message_id: 60 }]);
    });
  }

  /** Each makes several calls of one write. */
  const severalCalls: Readonly<Record<string, (surface: ReplySurface) => Promise<unknown>>> = {
    'a message without its refused reply, formatting and buttons': (surface) => {
      telegram.script(
        'sendMessage',
        refused(400, 'Bad Request: message to be replied not found'),
        refused(400, 'Bad Request: ENTITY_BOUNDS_INVALID'),
        refused(400, 'Bad Request: BUTTON_DATA_INVALID'),
        ok({ message_id: 70, date: 1, chat: { id: 7, type: 'private' } }),
      );
      return surface.put(undefined, bold, counted({ controls }));
    },
    'an edit without its refused formatting': (surface) => {
      telegram.script(
        'editMessageText',
        refused(400, "Bad Request: can't parse entities"),
        ok(true),
      );
      return surface.put(messageRef, bold, counted());
    },
    'a sentence in place of a forbidden file': (surface) => {
      telegram.script('sendDocument', refused(400, 'Bad Request: not enough rights'));
      return surface.put(undefined, filePage, counted());
    },
    'a new message for one that cannot be edited': (surface) => {
      telegram.script('editMessageText', refused(400, "Bad Request: message can't be edited"));
      return surface.put({ ...messageRef, messageId: '60' }, page, counted({ state: 'final' }));
    },
    'the removal of a message that becomes a file, and is too old for it': (surface) => {
      telegram.script('deleteMessage', refused(400, "Bad Request: message can't be deleted"));
      return surface.put(messageRef, filePage, counted()).catch(() => {});
    },
    'the removal of a message that is too old for it': (surface) => {
      telegram.script('deleteMessage', refused(400, "Bad Request: message can't be deleted"));
      return surface.remove(messageRef, counted());
    },
    'a message in the new chat of a group': (surface) => {
      const migration = refused(400, 'Bad Request: upgraded', { migrate_to_chat_id: -1005 });
      telegram.script('sendMessage', migration, ok({ message_id: 1 }));
      return surface.put(undefined, page, counted());
    },
    'the removal of buttons': async (surface) => surface.removeControls?.(messageRef, counted()),
  };
  /** The number of calls that had been made each time when the write asked for room. */
  let madeBefore: number[] = [];
  const counted = (change: Partial<PutOptions> = {}) =>
    options({ ...change, beforeCall: async () => void madeBefore.push(telegram.calls.length) });

  for (const [name, write] of Object.entries(severalCalls)) {
    test(`asks for room before each call: ${name}`, async () => {
      madeBefore = [];
      await write(surfaceOf(dm));
      assert.deepEqual(madeBefore, [...telegram.calls.keys()]);
    });
  }

  test('removes the buttons of a message without touching its text', async () => {
    telegram.script('editMessageReplyMarkup', refused(400, 'Bad Request: message is not modified'));
    await surfaceOf(dm).removeControls?.(messageRef);
    const [payload] = await telegram.seen('editMessageReplyMarkup');
    assert.deepEqual(payload, { chat_id: '7', message_id: 70 });
  });

  test('fails as canceled when its signal aborts', async () => {
    const failed = await failure(
      surfaceOf(dm).put(undefined, page, options({ signal: AbortSignal.abort() })),
    );
    assert.equal(failed.kind, 'canceled');
  });

  test('makes no call in a chat during its cooldown, also not for other replies there', async () => {
    telegram.script(
      'sendMessage',
      refused(429, 'Too Many Requests', { retry_after: 3 }),
      ok({ message_id: 71 }),
    );
    const first = await failure(surfaceOf(topic).put(undefined, page, options()));
    assert.deepEqual([first.kind, first.retryAfterMs], ['rate_limit', 3_000]);

    await clock.advance(1_000);
    const inGroup: TelegramMessageRef = { messageId: '69', chatId: '-100' };
    const general = surfaceOf({ channel: { ...topic.channel, id: '-100' } });
    const second = await failure(general.put(inGroup, page, options()));
    assert.deepEqual([second.kind, second.retryAfterMs], ['rate_limit', 2_000]);
    assert.equal(telegram.calls.length, 1);

    await surfaceOf(dm).put(messageRef, page, options());
    await clock.advance(2_000);
    await surfaceOf(topic).put(undefined, page, options());
    assert.equal(telegram.calls.length, 3);
  });

  test('has the rate limits of Telegram’s FAQ', () => {
    const shared = {
      windowMs: 30_000,
      burst: { calls: 3, refillMs: 500 },
      overall: {
        scope: 'telegram',
        calls: 30,
        windowMs: 500,
        reservedCalls: 6,
        penalizedScopes: 3,
      },
    };
    assert.deepEqual(surfaceOf(dm).budget(), {
      ...shared,
      scope: 'telegram:7',
      chat: 'telegram:7',
      calls: 62,
      gapMs: 350,
      gapGrowth: { factor: 1.05, longestMs: 500 },
    });
    assert.deepEqual(surfaceOf(topic).budget(), {
      ...shared,
      scope: 'telegram:-100',
      chat: 'telegram:-100',
      calls: 20,
      gapMs: 600,
      gapGrowth: { factor: 1.15, longestMs: 2_000 },
    });
  });

  test('goes on in the new chat when the group becomes a supergroup', async () => {
    const group: Address = {
      channel: { platform: 'telegram', id: '-50', kind: 'group' },
      questionId: '42',
    };
    const migration = refused(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: -1005,
    });
    telegram.script('editMessageText', migration);
    telegram.script('sendMessage', ok({ message_id: 1 }));
    const oldMessage = { messageId: '9', chatId: '-50' };
    const newMessage = await surfaceOf(group).put(oldMessage, page, options());
    assert.deepEqual(newMessage, { messageId: '1', chatId: '-1005' });

    telegram.script('editMessageText', ok(true));
    assert.deepEqual(await surfaceOf(group).put(newMessage, page, options()), newMessage);

    await surfaceOf(group).remove(oldMessage);
    assert.deepEqual(
      telegram.calls.map(({ method, payload }) => [
        method,
        payload.chat_id,
        payload.reply_parameters,
      ]),
      [
        ['editMessageText', '-50', undefined],
        ['sendMessage', '-1005', undefined],
        ['editMessageText', '-1005', undefined],
      ],
    );
  });

  test('sends a message again once when the group becomes a supergroup', async () => {
    const group: Address = { channel: { platform: 'telegram', id: '-50', kind: 'group' } };
    const migration = refused(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: -1005,
    });
    telegram.script('sendMessage', migration);
    await failure(surfaceOf(group).put(undefined, page, options()));
    assert.deepEqual(
      telegram.calls.map(({ payload }) => payload.chat_id),
      ['-50', '-1005'],
    );
  });

  test('succeeds with the removal of a message that is gone', async () => {
    telegram.script('deleteMessage', refused(400, 'Bad Request: message to delete not found'));
    await surfaceOf(dm).remove(messageRef);
  });

  test('blanks a message that is too old for its removal, if it is a text that can be edited', async () => {
    const tooOld = refused(400, "Bad Request: message can't be deleted for everyone");
    telegram.script('deleteMessage', tooOld, tooOld, tooOld);
    await surfaceOf(dm).remove(messageRef);
    assert.deepEqual(await telegram.seen('editMessageText'), [
      { chat_id: '7', message_id: 70, text: '(removed)', ...NO_PREVIEW },
    ]);

    telegram.script('editMessageText', refused(400, "Bad Request: message can't be edited"));
    assert.equal((await failure(surfaceOf(dm).remove(messageRef))).kind, 'forbidden');
    assert.equal((await failure(surfaceOf(dm).remove(documentRef))).kind, 'forbidden');
  });

  test('waits as long as the words of a 429 say, where no field says it', async () => {
    telegram.script('sendMessage', refused(429, 'Too Many Requests: retry after 17'));
    const failed = await failure(surfaceOf(dm).put(undefined, page, options()));
    assert.deepEqual([failed.kind, failed.retryAfterMs], ['rate_limit', 17_000]);
  });

  describe('typing', () => {
    test('is shown until aborted, once for all replies in a topic', async () => {
      const stop = new AbortController();
      surfaceOf(topic).showTyping(stop.signal);
      surfaceOf(topic).showTyping(stop.signal);
      assert.deepEqual(await telegram.seen('sendChatAction'), [
        { chat_id: '-100', action: 'typing', message_thread_id: 5 },
      ]);

      // Both wait for their next round after the call was answered.
      await eventually('the timers', () => clock.pending === 2);
      await clock.advance(4_500);
      assert.equal((await telegram.seen('sendChatAction', 2)).length, 2);

      await eventually('the timers', () => clock.pending === 2);
      stop.abort();
      await clock.advance(20_000);
      assert.equal((await telegram.seen('sendChatAction')).length, 2);
      assert.equal(clock.pending, 0);
    });

    test('pauses during its own cooldown, which does not hold back a write', async () => {
      telegram.script('sendChatAction', refused(429, 'Too Many Requests', { retry_after: 60 }));
      const stop = new AbortController();
      surfaceOf(dm).showTyping(stop.signal);
      await telegram.seen('sendChatAction');
      await eventually('the timers', () => clock.pending === 1);
      await surfaceOf(dm).put(undefined, page, options());
      await clock.advance(50_000);
      assert.equal((await telegram.seen('sendChatAction')).length, 1);

      stop.abort();
    });

    test('pauses during a cooldown of messages', async () => {
      telegram.script('sendMessage', refused(429, 'Too Many Requests', { retry_after: 60 }));
      await failure(surfaceOf(dm).put(undefined, page, options()));
      const stop = new AbortController();
      surfaceOf(dm).showTyping(stop.signal);
      await clock.advance(50_000);
      assert.deepEqual(
        telegram.calls.map(({ method }) => method),
        ['sendMessage'],
      );

      stop.abort();
    });
  });
});
