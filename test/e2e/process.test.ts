import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import type { LocalNetwork } from '../../playground/local-network.ts';
import { startApp } from '../../src/app.ts';
import { BotError } from '../../src/errors.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { type Log, silentLog } from '../../src/lib/log.ts';
import { eventually } from '../helpers/eventually.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';
import {
  roomOf,
  startBot,
  startNetworks,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { startProcess, startReadyProcess } from '../helpers/start-process.ts';

describe('the program', () => {
  test('says without tokens, on one screen, what to set, and how to try it without any', async () => {
    const parley = startProcess('start', {});
    assert.equal(await parley.ended, 1);
    for (const word of [
      'DISCORD_TOKEN',
      'TELEGRAM_TOKEN',
      'OPENAI_API_KEY',
      '.env.example',
      'npm run playground',
    ]) {
      assert.ok(parley.output().includes(word), word);
    }
    assert.ok(parley.output().split('\n').length < 24);
    assert.doesNotMatch(parley.output(), /\n\s+at /);
  });

  test('names the problem in the configuration, without a stack', async () => {
    const parley = startProcess('start', { TELEGRAM_TOKEN: '1:x', LOG_LEVEL: 'loud' });
    assert.equal(await parley.ended, 1);
    assert.match(parley.output(), /LOG_LEVEL: “loud”/);
    assert.doesNotMatch(parley.output(), /\n\s+at /);
    for (const [env, expected] of [
      [{ TELEGRAM_TOKEN: '1:x', STORE_URL: 'redis://localhost' }, /STORE_URL.*sqlite:/s],
      [{ TELEGRAM_TOKEN: '1:x', ADMINS: '@anna' }, /ADMINS: “@anna” is not an id/],
      [
        { TELEGRAM_TOKEN: '1:x', STORE_URL: 'memory:', OPENAI_BASE_URL: 'nonsense' },
        /OPENAI_BASE_URL/,
      ],
    ] as const) {
      assert.match((await failureOf(env)).message, expected);
    }
  });

  test('says what helps where .env is a folder, as Docker makes it for a missing file', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-'));
    t.after(() => rm(folder, { recursive: true }));
    const parley = startProcess('start', {}, folder);
    assert.equal(await parley.ended, 1);
    assert.match(parley.output(), /cannot be read: it is a folder\. Remove it/);
    assert.doesNotMatch(parley.output(), /\n\s+at /);
  });

  test('reads a .env that Notepad wrote', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-'));
    t.after(() => rm(folder, { recursive: true }));
    const path = join(folder, '.env');
    // This variable is read before the program is loaded.
    await writeFile(path, '\ufeffLOG_LEVEL=hello\n');
    const parley = startProcess('start', {}, path);
    assert.equal(await parley.ended, 1);
    assert.match(parley.output(), /LOG_LEVEL: “hello” is not a level/);
  });

  test('explains a wrong port of the playground', async () => {
    const parley = startProcess('playground', { PLAYGROUND_PORT: 'abc' });
    assert.equal(await parley.ended, 1);
    assert.match(parley.output(), /PLAYGROUND_PORT: “abc” is not a port/);
    assert.doesNotMatch(parley.output(), /\n\s+at /);
  });

  test('says which token is wrong and where to get another one, and never prints it', async (t) => {
    const { env } = await startNetworks(t);
    const wrong = '123456:not-the-right-token-at-all';
    for (const [platform, place] of [
      ['TELEGRAM', /TELEGRAM_TOKEN.*BotFather/s],
      ['DISCORD', /DISCORD_TOKEN.*discord\.com\/developers/s],
    ] as const) {
      const mine = Object.entries(env).filter(
        ([variable]) => !/^(TELEGRAM|DISCORD)/.test(variable) || variable.startsWith(platform),
      );
      const log = createRecordingLog();
      const variables = { ...Object.fromEntries(mine), [`${platform}_TOKEN`]: wrong };
      const { message } = await failureOf(variables, log);
      assert.match(message, place);
      assert.ok(![message, ...log.lines].join().includes(wrong));
    }
  });

  test('works with one platform when the token of the other one is wrong', async (t) => {
    const { telegram, env } = await startNetworks(t);
    const log = createRecordingLog();
    const parley = await startBot(t, { ...env, DISCORD_TOKEN: 'wrong' }, { log });
    const question = await telegram.say({
      roomId: roomOf(telegram, 'direct'),
      text: 'echo still here',
    });
    await waitForAnswer(telegram, question, /^still here$/);
    assert.match(log.lines.join(), /DISCORD_TOKEN/);
    await parley.stop();
  });

  test('marks unfinished answers on SIGTERM, ends within 10 s, and never logs a token, a key or what people say', async (t) => {
    const { discord, telegram, env } = await startNetworks(t);
    const key = 'sk-a-very-secret-key';
    const model = await startOpenAiServer({
      script: (stream) => stream.refuse(401, { error: { message: `bad ${key}` } }),
    });
    t.after(() => model.stop());
    const parley = await startReadyProcess({
      ...env,
      LOG_LEVEL: 'debug',
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: key,
    });
    t.after(() => parley.kill('SIGKILL'));
    const ask = async (network: LocalNetwork, text: string, pattern: RegExp) => {
      const question = await network.say({ roomId: roomOf(network, 'direct'), text });
      await waitForAnswer(network, question, pattern);
      return { network, question };
    };
    for (const network of [discord, telegram])
      await ask(network, 'a pineapple secret', /key was refused/);

    model.script = async (stream) => {
      stream.delta('An answer that has no end in sight, as it seems');
      await stream.held();
    };
    const unfinished = [];
    for (const network of [discord, telegram])
      unfinished.push(await ask(network, 'Hello?', /no end in sight/));
    parley.kill('SIGTERM');
    // After 9.5 s, the process would end with status 1.
    assert.equal(await parley.ended, 0, parley.output());
    for (const { network, question } of unfinished)
      await waitForAnswer(network, question, /I'm restarting/);
    for (const secret of [key, discord.token, telegram.token, 'pineapple'])
      assert.ok(!parley.output().includes(secret));
  });

  test('ends in order on SIGTERM during its start', async (t) => {
    const { telegram, env } = await startNetworks(t);
    const parley = startProcess('start', env);
    t.after(() => parley.kill('SIGKILL'));
    telegram.controls.faults.next('getMe', { delayMs: 500 });
    await eventually(
      'its first request',
      () => telegram.controls.calls.length > 0 || telegram.isOnline(),
    );
    parley.kill('SIGTERM');
    assert.equal(await parley.ended, 0, parley.output());
  });

  // found-2026-11.md, B7: it ended with 1, after 9.5 s.
  test('ends in order on SIGTERM while a network cannot be reached at the start', async (t) => {
    const { env } = await startNetworks(t);
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const sockets: Socket[] = [];
    silent.on('connection', (socket) => void sockets.push(socket));
    t.after(() => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });
    const { port } = silent.address() as AddressInfo;
    const parley = startProcess('start', {
      ...env,
      DISCORD_API_URL: `http://127.0.0.1:${port}/api/v10`,
    });
    t.after(() => parley.kill('SIGKILL'));
    await eventually('its first request', () => sockets.length > 0);
    parley.kill('SIGTERM');
    assert.equal(await parley.ended, 0, parley.output());
    assert.doesNotMatch(parley.output(), /parley: ready/);
  });

  // found-2026-11.md, B5: the process ended with "SyntaxError: Invalid URL".
  test('works on the other platform while Discord gives an unusable address', async (t) => {
    const { telegram, env } = await startNetworks(t);
    const gateway = createHttpServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ url: null, shards: 1 }));
    });
    gateway.listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    t.after(() => gateway.close());
    const { port } = gateway.address() as AddressInfo;
    const parley = startProcess('start', {
      ...env,
      DISCORD_API_URL: `http://127.0.0.1:${port}/api/v10`,
    });
    t.after(() => parley.kill('SIGKILL'));
    await eventually('the failure in the log', () => /gave no address/.test(parley.output()));
    const question = await telegram.say({
      roomId: roomOf(telegram, 'direct'),
      text: 'echo still here',
    });
    await waitForAnswer(telegram, question, /^still here$/);
    parley.kill('SIGTERM');
    assert.equal(await parley.ended, 0, parley.output());
  });

  test('ends in order on SIGTERM within 10 s, even if no network answers any more', async (t) => {
    const { discord, telegram, env } = await startNetworks(t);
    const parley = await startReadyProcess(env);
    t.after(() => parley.kill('SIGKILL'));
    void discord.controls.faults.next('POST', '/channels/:channel/messages', { status: 500 }, 20);
    await discord.say({ roomId: roomOf(discord, 'direct'), text: 'echo never shown' });
    const accepted = await telegram.say({ roomId: roomOf(telegram, 'direct'), text: 'echo shown' });
    await waitForAnswer(telegram, accepted, /^shown$/);
    telegram.controls.faults.next('getUpdates', { hang: true }, 20);
    await telegram.say({ roomId: roomOf(telegram, 'direct'), text: 'echo not confirmed' });
    discord.controls.freeze();
    parley.kill('SIGTERM');
    assert.equal(await parley.ended, 0, parley.output());
  });

  test('ends in order on SIGTERM while it waits for another Parley on its store', async (t) => {
    const { env } = await startNetworksAndDisk(t);
    await startBot(t, env);
    const second = startProcess('start', env);
    t.after(() => second.kill('SIGKILL'));
    await eventually('its wait', () => /another Parley works on it/.test(second.output()));
    second.kill('SIGTERM');
    assert.equal(await second.ended, 0, second.output());
    assert.doesNotMatch(second.output(), /\n\s+at |parley: ready/);
  });

  test('says why it ends when another Parley has taken over its store', async (t) => {
    const { env } = await startNetworksAndDisk(t);
    const parley = await startReadyProcess(env);
    t.after(() => parley.kill('SIGKILL'));
    const database = new DatabaseSync(env.STORE_URL?.replace('sqlite:', '') ?? '');
    database.exec(`UPDATE entries SET value = replace(value, '"pid":', '"pid":1') WHERE key = 'lease';
      UPDATE entries SET value = replace(value, '"token":"', '"token":"another ') WHERE key = 'lease'`);
    database.close();
    assert.equal(await parley.ended, 1);
    assert.match(parley.output(), /another Parley has taken over the store/);
  });

  test('says by its health action whether another process is running', async (t) => {
    const { env: onDisk } = await startNetworksAndDisk(t);
    const before = startProcess('health', onDisk);
    assert.equal(await before.ended, 1);
    assert.match(before.output(), /no Parley has run with this STORE_URL yet/);
    const parley = await startReadyProcess(onDisk);
    t.after(() => parley.kill('SIGKILL'));
    const during = startProcess('health', onDisk);
    assert.equal(await during.ended, 0, during.output());
    parley.kill('SIGTERM');
    await parley.ended;
    const after = startProcess('health', onDisk);
    assert.equal(await after.ended, 1);
  });
});

/** Why the bot does not start. */
async function failureOf(env: Env, log: Log = silentLog): Promise<BotError> {
  const onLeaseLost = () => assert.fail('the lease was lost');
  const failure = await startApp({ env, clock: systemClock, log, onLeaseLost }).then(
    () => undefined,
    (error: unknown) => error,
  );
  // Any other error would be shown with its stack.
  assert.ok(failure instanceof BotError, String(failure));
  return failure;
}
