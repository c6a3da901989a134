import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { InboundEvent, Inbox } from '../../../src/contracts/inbox.ts';
import type { Platform } from '../../../src/contracts/platform.ts';
import { ConfigError, PlatformError } from '../../../src/errors.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createTelegram } from '../../../src/platforms/telegram/index.ts';
import { GIVE_UP_MS } from '../../helpers/give-up-ms.ts';
import { createRecordingLog } from './recording-log.ts';
import {
  ok,
  refused,
  type ScriptedTelegram,
  startScriptedTelegram,
  TOKEN,
} from './scripted-telegram.ts';
import { ann, bot, commands, dm, group, incoming, message } from './updates.ts';

describe('the Telegram client', () => {
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

  function create(env: Record<string, string>): Platform {
    const created = createTelegram({ env, clock: systemClock, log, commands });
    assert.ok(created);
    return created;
  }
  const methods = () => telegram.calls.map(({ method }) => method);

  test('a refused token is an error of the configuration that names the clicks', async () => {
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

  test('a server that is not up yet fails the start, which may be tried again', async () => {
    telegram.script('getMe', 'hang up', 'gibberish', ok(bot));
    await assert.rejects(platform.start(inbox), { name: 'PlatformError', kind: 'network' });
    await assert.rejects(platform.start(inbox), { name: 'PlatformError', kind: 'network' });
    await platform.start(inbox);
    await telegram.seen('getUpdates');
  });

  test('stopping ends a start that waits for its server', async () => {
    telegram.script('getMe', 'silence');
    const started = assert.rejects(platform.start(inbox), {
      name: 'PlatformError',
      kind: 'canceled',
    });
    await telegram.seen('getMe');
    await platform.stop();
    await started;
  });

  test('commands are registered when they changed, and only then', async () => {
    await platform.start(inbox);
    const wanted = [
      { command: 'model', description: 'Choose' },
      { command: 'reset', description: 'Start afresh' },
    ];
    assert.deepEqual(await telegram.seen('setMyCommands'), [{ commands: wanted }]);
    await platform.stop();
    telegram.script('getMyCommands', ok(wanted));
    platform = create({ TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_URL: telegram.url });
    await platform.start(inbox);
    assert.equal(methods().filter((method) => method === 'setMyCommands').length, 1);
  });

  test('a webhook is removed, what waits is kept', async () => {
    telegram.script('getWebhookInfo', ok({ url: 'https://example.org/hook' }));
    await platform.start(inbox);
    assert.deepEqual(await telegram.seen('deleteWebhook'), [{ drop_pending_updates: false }]);
    assert.ok(log.lines.some((line) => line.startsWith('warn removed the webhook')));
  });

  test('a server that knows neither webhooks nor commands does as well', async () => {
    telegram.script('getWebhookInfo', refused(404, 'Not Found'));
    telegram.script('getMyCommands', refused(404, 'Not Found'));
    await platform.start(inbox);
    await telegram.seen('getUpdates');
  });

  test('a server that tells little does as well: no user name, null for an empty list', async () => {
    telegram.script('getMe', ok({ id: 1, is_bot: true, first_name: 'Parley' }));
    const asked = incoming({ chat: group, text: '@somebody hi' });
    telegram.script('getUpdates', ok(null), ok([asked]), 'silence');
    await platform.start(inbox);
    await telegram.seen('getUpdates', 3);
    assert.equal(events.length, 1);
    assert.ok(log.lines.every((line) => !line.startsWith('warn')));
  });

  test('privacy mode is told with its cure', async () => {
    telegram.script('getMe', ok({ ...bot, can_read_all_group_messages: false }));
    await platform.start(inbox);
    assert.ok(
      log.lines.some((line) =>
        /^warn Privacy mode is on.*\/setprivacy.*Disable.*add it again/.test(line),
      ),
    );
  });

  test('updates reach the inbox; only those that can be read are asked for', async () => {
    telegram.script('getUpdates', ok([incoming({ chat: dm, text: 'Hi' })]), ok([]));
    await platform.start(inbox);
    const [first, second] = await telegram.seen('getUpdates', 2);
    assert.deepEqual(first?.allowed_updates, [
      'message',
      'edited_message',
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

  test('a pressed button is answered before the work on it is done', async () => {
    const done = Promise.withResolvers<void>();
    inbox.accept = () => done.promise;
    const press = {
      id: 'q1',
      from: ann,
      chat_instance: 'c',
      data: 'model:a',
      message: message({ from: bot }),
    };
    telegram.script('answerCallbackQuery', refused(400, 'Bad Request: query is too old'));
    telegram.script('getUpdates', ok([{ update_id: 5, callback_query: press }]), ok([]));
    await platform.start(inbox);
    assert.deepEqual(await telegram.seen('answerCallbackQuery'), [{ callback_query_id: 'q1' }]);
    done.resolve();
    assert.equal((await telegram.seen('getUpdates', 2))[1]?.offset, 6);
  });

  test('an update that cannot be read is set aside', async () => {
    telegram.script('getUpdates', ok([{ update_id: 5, message: { text: 'words' } }]), ok([]));
    await platform.start(inbox);
    assert.equal((await telegram.seen('getUpdates', 2))[1]?.offset, 6);
    assert.ok(log.lines.some((line) => /set aside: it cannot be read.*"update":5/.test(line)));
  });

  describe('files', () => {
    const fetched = (signal = AbortSignal.timeout(GIVE_UP_MS)) => platform.fetch('id', signal);
    const fails = (kind: string, says: RegExp) =>
      assert.rejects(
        fetched(),
        (error: unknown) =>
          error instanceof PlatformError &&
          error.kind === kind &&
          says.test(error.message) &&
          !/secret/.test(error.message),
      );

    test('are fetched by their id', async () => {
      telegram.script('getFile', ok({ file_id: 'id', file_path: 'photos/1.jpg' }));
      telegram.file('photos/1.jpg', Buffer.from('bytes'));
      assert.equal(Buffer.from(await fetched()).toString(), 'bytes');
      assert.deepEqual(telegram.calls[0]?.payload, { file_id: 'id' });
    });

    test('that are gone, too big or on the disk of a server of one’s own say so', async () => {
      telegram.script('getFile', ok({ file_id: 'id', file_path: 'gone' }));
      await fails('gone', /404/);
      telegram.script('getFile', refused(400, 'Bad Request: file is too big'));
      await fails('invalid', /too big/);
      telegram.script(
        'getFile',
        ok({ file_id: 'id', file_path: 'big', file_size: 21 * 1024 * 1024 }),
      );
      await fails('invalid', /20 MB/);
      telegram.script('getFile', ok({ file_id: 'id', file_path: '/var/lib/file' }));
      await fails('invalid', /--local/);
    });

    test('end at 20 MB whatever was said of their size', async () => {
      telegram.script('getFile', ok({ file_id: 'id', file_path: 'big' }));
      telegram.file('big', Buffer.alloc(20 * 1024 * 1024 + 1));
      await fails('invalid', /20 MB/);
    });

    test('are given up with their signal', async () => {
      await assert.rejects(fetched(AbortSignal.abort()), { kind: 'canceled' });
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

    const call = async (env: Record<string, string>) => {
      const proxied = create({ TELEGRAM_TOKEN: TOKEN, HTTPS_PROXY, ...env });
      const signal = AbortSignal.timeout(GIVE_UP_MS);
      await proxied.fetch('id', signal).catch(() => {});
      await proxied.stop();
    };

    test('is asked for a tunnel to the server', async () => {
      await call({ TELEGRAM_API_URL: 'https://telegram.invalid' });
      assert.deepEqual(tunnels, ['telegram.invalid:443']);
    });

    test('is left aside for what NO_PROXY names, and for servers without TLS', async () => {
      await call({ TELEGRAM_API_URL: 'https://localhost:1', NO_PROXY: 'localhost' });
      await call({ TELEGRAM_API_URL: telegram.url });
      assert.deepEqual(tunnels, []);
      assert.deepEqual(methods(), ['getFile']);
    });
  });
});
