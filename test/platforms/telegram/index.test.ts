import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Command } from '../../../src/contracts/command.ts';
import type { InboundEvent, Inbox } from '../../../src/contracts/inbox.ts';
import type { Platform } from '../../../src/contracts/platform.ts';
import { ConfigError, PlatformError } from '../../../src/errors.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createTelegram } from '../../../src/platforms/telegram/index.ts';
import { GIVE_UP_MS } from '../../helpers/give-up-ms.ts';
import { localized } from '../../helpers/localized.ts';
import { createRecordingLog } from '../../helpers/recording-log.ts';
import { receiveBefore } from './receive-before.ts';
import {
  type Answer,
  ok,
  refused,
  type ScriptedTelegram,
  startScriptedTelegram,
  TOKEN,
} from './scripted-telegram.ts';
import { ann, bot, commands, dm, group, incoming, message } from './updates.ts';

describe('createTelegram', () => {
  let telegram: ScriptedTelegram;
  let platform: Platform;
  let log: ReturnType<typeof createRecordingLog>;
  let events: InboundEvent[];
  let inbox: Inbox;

  beforeEach(async () => {
    telegram = await startScriptedTelegram();
    log = createRecordingLog();
    events = [];
    inbox = { accept: async (event) => void events.push(event), complete: async () => [] };
    platform = create({ TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_URL: telegram.url });
  });

  afterEach(async () => {
    await platform.stop();
    await telegram.stop();
    assert.ok(log.lines.every((line) => !line.includes('secret')));
  });

  function create(env: Record<string, string>, offered = commands): Platform {
    const created = createTelegram({ env, clock: systemClock, log, commands: offered });
    assert.ok(created);
    return created;
  }

  const methods = () => telegram.calls.map(({ method }) => method);

  test('has an account with a link once it is connected, and a direct chat with everybody', async () => {
    assert.equal(platform.identity?.(), undefined);
    await platform.start(inbox);
    assert.deepEqual(platform.identity?.(), {
      id: '1',
      name: 'ParleyBot',
      link: 'https://t.me/ParleyBot',
      ownerIds: [],
    });

    const { signal } = new AbortController();
    assert.deepEqual(await platform.openDirect?.('7', signal), {
      platform: 'telegram',
      id: '7',
      kind: 'direct',
    });
  });

  test('fails with a ConfigError that names the cure when Telegram refuses the token', async () => {
    for (const answer of [refused(401, 'Unauthorized'), refused(404, 'Not Found')]) {
      telegram.script('getMe', answer);
      await assert.rejects(
        platform.start(inbox),
        (error: unknown) =>
          error instanceof ConfigError &&
          /BotFather.*TELEGRAM_TOKEN/.test(error.message) &&
          !/secret/.test(error.message),
      );
    }
  });

  test('can be started again after its server was not up', async () => {
    telegram.script('getMe', 'hang up', 'gibberish', ok(bot));
    await assert.rejects(platform.start(inbox), { name: 'PlatformError', kind: 'network' });
    await assert.rejects(platform.start(inbox), { name: 'PlatformError', kind: 'server' });

    await platform.start(inbox);
    await telegram.seen('getUpdates');
  });

  // Gateways answer unknown paths like this, and simpler servers leave out the code or the result.
  const otherForms: readonly Answer[] = [
    'null',
    {},
    { ok: true },
    { ok: true, result: null },
    { ok: false },
    { ok: false, description: { a: 1 } },
    { error: { message: 'no such route' } },
    'too much',
  ];

  for (const [index, answer] of otherForms.entries()) {
    test(`says what to look at when its server is none of the Bot API (${index})`, async () => {
      telegram.script('getMe', answer);
      await assert.rejects(platform.start(inbox), {
        name: 'PlatformError',
        kind: 'server',
        message: /TELEGRAM_API_URL/,
      });
    });
  }

  test('shortens the words of a refusal to one line', async () => {
    telegram.script('getMe', refused(400, 'Bad\n'.repeat(1_000)));
    await assert.rejects(platform.start(inbox), {
      message: /^Telegram refused getMe: 400 (Bad ){75}$/,
    });
  });

  test('ends a start that waits for its server when it stops', async () => {
    telegram.script('getMe', 'silence');
    const started = assert.rejects(platform.start(inbox), {
      name: 'PlatformError',
      kind: 'canceled',
    });
    await telegram.seen('getMe');
    await platform.stop();
    await started;
  });

  test('registers the commands only when they changed', async () => {
    await platform.start(inbox);
    const menu = [
      { command: 'model', description: 'Choose' },
      { command: 'reset', description: 'Start afresh' },
    ];
    assert.deepEqual(await telegram.seen('setMyCommands'), [{ commands: menu }]);

    await platform.stop();
    telegram.script('getMyCommands', ok(menu));
    platform = create({ TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_URL: telegram.url });
    await platform.start(inbox);
    assert.equal(methods().filter((method) => method === 'setMyCommands').length, 1);
  });

  describe('with translations', () => {
    const translated: readonly Command[] = [
      {
        name: 'help',
        description: { ...localized('Help'), de: 'Hilfe', 'pt-BR': 'Ajuda' },
        onlyAsker: true,
        run: async () => ({ text: '' }),
      },
      {
        name: 'access',
        description: localized('Access'),
        power: 'access',
        run: async () => ({ text: '' }),
      },
    ];
    const english = [
      { command: 'help', description: 'Help' },
      { command: 'access', description: 'Access' },
    ];
    const scope = { type: 'all_group_chats' };

    beforeEach(async () => {
      await platform.stop();
      platform = create({ TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_URL: telegram.url }, translated);
    });

    test('registers a list for each language with words of its own, and lists for groups', async () => {
      const inGroups = (description: string) => [
        { command: 'help', description, is_ephemeral: true },
      ];
      const inAll = (description: string) => [{ command: 'help', description }, english[1]];

      await platform.start(inbox);
      assert.deepEqual(await telegram.seen('setMyCommands', 6), [
        { commands: english },
        { commands: inGroups('Help'), scope },
        { commands: inAll('Hilfe'), language_code: 'de' },
        { commands: inGroups('Hilfe'), scope, language_code: 'de' },
        { commands: inAll('Ajuda'), language_code: 'pt' },
        { commands: inGroups('Ajuda'), scope, language_code: 'pt' },
      ]);
      assert.deepEqual((await telegram.seen('getMyCommands', 6)).slice(1, 3), [
        { scope },
        { language_code: 'de' },
      ]);
    });

    test('takes a list as unchanged on a server that keeps no mark of commands for one person', async () => {
      const inGroups = [{ command: 'help', description: 'Help' }];
      const german = [{ command: 'help', description: 'Hilfe' }, english[1]];
      telegram.script('getMyCommands', ok(english), ok(inGroups), ok(german), ok([]));
      await platform.start(inbox);
      const [first] = await telegram.seen('setMyCommands');
      assert.deepEqual([first?.scope, first?.language_code], [scope, 'de']);
    });

    test('writes no second list on a server that gives one list for all', async () => {
      telegram.script('getMyCommands', ok(english));
      await platform.start(inbox);
      await telegram.seen('getMyCommands', 2);
      await telegram.seen('getUpdates');
      assert.ok(!methods().includes('setMyCommands'));
    });
  });

  test('removes a webhook and keeps the updates that wait', async () => {
    telegram.script('getWebhookInfo', ok({ url: 'https://example.org/hook' }));
    await platform.start(inbox);
    assert.deepEqual(await telegram.seen('deleteWebhook'), [{ drop_pending_updates: false }]);
    assert.ok(log.lines.some((line) => line.startsWith('warn telegram: webhook removed')));
  });

  test('works with a server that knows neither webhooks nor commands', async () => {
    telegram.script('getWebhookInfo', refused(404, 'Not Found'));
    telegram.script('getMyCommands', refused(404, 'Not Found'));
    await platform.start(inbox);
    await telegram.seen('getUpdates');
  });

  test('works with a server that gives no user name, and null for an empty list', async () => {
    telegram.script('getMe', ok({ id: 1, is_bot: true, first_name: 'Parley' }));
    const question = incoming({ chat: group, text: '@somebody hi' });
    telegram.script('getUpdates', ok(null), ok([question]), 'silence');
    await platform.start(inbox);
    await telegram.seen('getUpdates', 3);
    assert.equal(events.length, 1);
    assert.ok(log.lines.every((line) => !line.startsWith('warn')));
  });

  test('logs how to switch privacy mode off, for debugging: the report of the start has it, too', async () => {
    telegram.script('getMe', ok({ ...bot, can_read_all_group_messages: false }));
    await platform.start(inbox);
    assert.ok(
      log.lines.some((line) =>
        /^debug telegram: privacy mode is on.*\/setprivacy.*Disable.*add it again/.test(line),
      ),
    );
  });

  test('asks only for the updates that it can read, and hands them to the inbox', async () => {
    telegram.script('getUpdates', ok([incoming({ chat: dm, text: 'Hi' })]), ok([]));
    await platform.start(inbox);
    const [first, second] = await telegram.seen('getUpdates', 2);
    assert.deepEqual(first?.allowed_updates, [
      'message',
      'edited_message',
      'channel_post',
      'edited_channel_post',
      'guest_message',
      'callback_query',
      'my_chat_member',
      'stopped_message_generation',
    ]);
    assert.equal(second?.offset, 901);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['message'],
    );
  });

  test('answers a callback query before the inbox has accepted its event', async () => {
    const accepted = Promise.withResolvers<void>();
    inbox.accept = () => accepted.promise;
    const callbackQuery = {
      id: 'q1',
      from: ann,
      chat_instance: 'c',
      data: 'model:a',
      message: message({ from: bot }),
    };
    telegram.script('answerCallbackQuery', refused(400, 'Bad Request: query is too old'));
    telegram.script('getUpdates', ok([{ update_id: 5, callback_query: callbackQuery }]), ok([]));
    await platform.start(receiveBefore(platform, inbox));
    assert.deepEqual(await telegram.seen('answerCallbackQuery'), [{ callback_query_id: 'q1' }]);

    accepted.resolve();
    assert.equal((await telegram.seen('getUpdates', 2))[1]?.offset, 6);
  });

  test('sets an update aside that it cannot read', async () => {
    telegram.script('getUpdates', ok([{ update_id: 5, message: { text: 'words' } }]), ok([]));
    await platform.start(inbox);
    assert.equal((await telegram.seen('getUpdates', 2))[1]?.offset, 6);
    assert.ok(
      log.lines.some((line) => /update set aside, it cannot be read.*"update":5/.test(line)),
    );
  });

  describe('fetch', () => {
    const fetchFile = (signal = AbortSignal.timeout(GIVE_UP_MS)) => platform.fetch('id', signal);

    const failsWith = (kind: string, message: RegExp) =>
      assert.rejects(
        fetchFile(),
        (error: unknown) =>
          error instanceof PlatformError &&
          error.kind === kind &&
          message.test(error.message) &&
          !/secret/.test(error.message),
      );

    test('downloads a file by its id', async () => {
      telegram.script('getFile', ok({ file_id: 'id', file_path: 'photos/1.jpg' }));
      telegram.file('photos/1.jpg', Buffer.from('bytes'));
      assert.equal(Buffer.from(await fetchFile()).toString(), 'bytes');
      assert.deepEqual(telegram.calls[0]?.payload, { file_id: 'id' });
    });

    test('says why it cannot get a file: gone, too large, or on the disk of the server', async () => {
      telegram.script('getFile', ok({ file_id: 'id', file_path: 'gone' }));
      await failsWith('gone', /404/);

      telegram.script('getFile', refused(400, 'Bad Request: file is too big'));
      await failsWith('invalid', /too big/);

      telegram.script(
        'getFile',
        ok({ file_id: 'id', file_path: 'big', file_size: 21 * 1024 * 1024 }),
      );
      await failsWith('invalid', /20 MB/);

      // The id is of another bot, or the file was removed.
      const unknownId = 'Bad Request: wrong file_id or the file is temporarily unavailable';
      telegram.script('getFile', refused(400, unknownId));
      await failsWith('gone', /wrong file_id/);

      telegram.script('getFile', ok({ file_id: 'id', file_path: '/var/lib/file' }));
      await failsWith('server', /--local/);
    });

    // tdlib/telegram-bot-api #345; aiogram/telegram-bot-api PR 22.
    test('gets a file of a server with --local from the web server beside it', async () => {
      const path = `/var/lib/telegram-bot-api/${TOKEN}/documents/a 1#2.pdf`;
      telegram.script('getFile', ok({ file_id: 'id', file_path: path }));
      telegram.file('documents/a%201%232.pdf', Buffer.from('behind the folder'));
      assert.equal(Buffer.from(await fetchFile()).toString(), 'behind the folder');

      const whole = `/srv/${TOKEN}/b.pdf`;
      telegram.script('getFile', ok({ file_id: 'id', file_path: whole }));
      telegram.file(whole, Buffer.from('whole path'));
      assert.equal(Buffer.from(await fetchFile()).toString(), 'whole path');
    });

    test('follows no redirect, and no path that leads away', async () => {
      let isVisited = false;
      const elsewhere = http.createServer((_, response) => {
        isVisited = true;
        response.end('secret');
      });
      elsewhere.listen(0, '127.0.0.1');
      await once(elsewhere, 'listening');
      const { port } = elsewhere.address() as AddressInfo;

      telegram.script('getFile', ok({ file_id: 'id', file_path: 'moved' }));
      telegram.redirect('moved', `http://127.0.0.1:${port}/`);
      await failsWith('server', /302/);
      for (const file_path of ['../../x', 'a/../../getMe']) {
        telegram.script('getFile', ok({ file_id: 'id', file_path }));
        await failsWith('gone', /no path/);
      }
      telegram.script('getFile', ok({ file_id: 'id', file_path: `http://127.0.0.1:${port}/` }));
      await failsWith('gone', /404/);

      assert.equal(isVisited, false);
      elsewhere.close();
    });

    test('stops a download at 20 MB, whatever size the server gave', async () => {
      telegram.script('getFile', ok({ file_id: 'id', file_path: 'big' }));
      telegram.file('big', Buffer.alloc(20 * 1024 * 1024 + 1));
      await failsWith('invalid', /20 MB/);
    });

    test('ends when its signal aborts', async () => {
      await assert.rejects(fetchFile(AbortSignal.abort()), { kind: 'canceled' });
    });
  });

  describe('the proxy', () => {
    let proxy: http.Server;
    let tunnels: (string | undefined)[];
    let HTTPS_PROXY: string;

    beforeEach(async () => {
      tunnels = [];
      proxy = http.createServer().on('connect', (request, socket) => {
        tunnels.push(request.url);
        socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      });
      proxy.listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    });

    afterEach(() => proxy.close());

    const callThroughProxy = async (env: Record<string, string>) => {
      const proxied = create({ TELEGRAM_TOKEN: TOKEN, HTTPS_PROXY, ...env });
      const signal = AbortSignal.timeout(GIVE_UP_MS);
      await proxied.fetch('id', signal).catch(() => {});
      await proxied.stop();
    };

    test('opens a tunnel to the server', async () => {
      await callThroughProxy({ TELEGRAM_API_URL: 'https://telegram.invalid' });
      assert.deepEqual(tunnels, ['telegram.invalid:443']);
    });

    test('is not used for the servers in NO_PROXY, nor for servers without TLS', async () => {
      await callThroughProxy({ TELEGRAM_API_URL: 'https://localhost:1', NO_PROXY: 'localhost' });
      await callThroughProxy({ TELEGRAM_API_URL: telegram.url });
      assert.deepEqual(tunnels, []);
      assert.deepEqual(methods(), ['getFile']);
    });
  });
});
