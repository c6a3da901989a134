import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { listSecrets } from '../../src/config/list-secrets.ts';
import { runDoctor } from '../../src/doctor/run-doctor.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createLog } from '../../src/lib/log.ts';
import { createLogTail } from '../../src/lib/log-tail.ts';
import { createSecretHider } from '../../src/lib/secrets.ts';
import { backUp } from '../../src/maintenance/back-up.ts';
import { exportUsage } from '../../src/maintenance/export-usage.ts';
import { providers } from '../../src/providers/index.ts';
import { startConnectProxy } from '../helpers/connect-proxy.ts';
import { findFreePort } from '../helpers/free-port.ts';
import { plantSecrets } from '../helpers/planted-env.ts';
import { startRawServer } from '../helpers/raw-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { askConsole, post, readStream } from '../helpers/test-console.ts';
import { writtenForms } from '../helpers/written-forms.ts';

/** Refuses everything, and repeats all that it was sent: its path, its headers and its body. */
const startNosyServer = () =>
  startRawServer(({ method, path, headers, text, respond }) => {
    const repeated = `${method} ${path} ${JSON.stringify(headers)} ${text.slice(0, 200)}`;
    respond(401, { error: { message: repeated, type: repeated, code: repeated } });
  });

test('a secret in any variable is found nowhere: not in the log, /why, the doctor, the console, metrics, usage and backups', async (t) => {
  const nosy = await startNosyServer();
  t.after(() => nosy.stop());
  const networks = await startNetworksAndDisk(t);
  const { telegram } = networks;
  const proxy = await startConnectProxy(Number(new URL(nosy.url).port));
  t.after(() => proxy.stop());
  const places = { url: nosy.url, proxyUrl: proxy.url };
  const { env: plantedEnv, planted } = plantSecrets(places);
  const [port, metricsPort, webhookPort] = [
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
  ];
  const services = Object.keys(providers).filter((name) => name !== 'demo');
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  t.after(() => rm(folder, { recursive: true }));
  const routingFile = join(folder, 'parley.yaml');
  const models = services.map((name) => `${name}/some-model`);
  const chain = [...models, 'demo/parley'].join(', ');
  await writeFile(routingFile, `aliases:\n  everything: [${chain}]\n`);
  const env = {
    ...plantedEnv,
    ...networks.env,
    VERCEL_RUN_CHALLENGE: 'yes',
    TRANSCRIPTION_MODEL: 'some-model',
    DEFAULT_MODEL: 'everything',
    PARLEY_CONFIG: routingFile,
    CONSOLE_PORT: String(port),
    METRICS_PORT: String(metricsPort),
    TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${webhookPort}/hook`,
    TELEGRAM_WEBHOOK_PORT: String(webhookPort),
    CONSOLE_SHOWS_TEXT: 'yes',
    FOOTER: 'model,tokens,seconds,cost',
    LOG_LEVEL: 'debug',
  };
  const secrets = [
    ...planted.filter(({ name }) => !Object.hasOwn(networks.env, name)),
    { name: 'DISCORD_TOKEN', secret: networks.env.DISCORD_TOKEN ?? '' },
    { name: 'TELEGRAM_TOKEN', secret: networks.env.TELEGRAM_TOKEN?.split(':')[1] ?? '' },
  ];

  const outputs = new Map<string, string>();
  const add = (name: string, text: string) =>
    outputs.set(name, `${outputs.get(name) ?? ''}${text}\n`);
  const logTail = createLogTail();
  const hideSecrets = createSecretHider(listSecrets(env));
  const log = createLog({
    level: 'debug',
    isReadable: false,
    target: { write: (line: string) => add('the log', line) },
    hideSecrets,
    onLine: logTail.add,
  });
  await startBot(t, env, { log, logTail });

  const roomId = roomOf(telegram, 'direct');
  const ask = async (text: string, pattern: RegExp) => {
    const question = await telegram.say({ roomId, text });
    const answer = await waitForAnswer(telegram, question, pattern);
    add(
      'answers',
      botMessages(telegram, roomId, question)
        .map((each) => each.text)
        .join('\n'),
    );
    return answer;
  };

  const { text } = await ask('/console', /#code=/);
  const code = /#code=([0-9a-f]+)/.exec(text)?.[1];
  const login = await askConsole(port, '/api/login', post({ code }));
  const cookie = String(login.headers['set-cookie']).split(';')[0] ?? '';
  const session = JSON.parse(
    (await askConsole(port, '/api/session', { headers: { cookie } })).text,
  );
  const headers = { cookie, 'x-parley-token': String(session.token) };

  // All services fail, one after the other; then the demo answers.
  const ended = readStream(t, port, { cookie }, /"kind":"turn"[^\n]*\n\n/);
  await ask('Hello?', /./);
  add('the stream', await ended);
  await ask('/why', /./);
  await ask('/settings', /./);

  for (const path of ['session', 'models', 'turns', 'usage', 'settings', 'file', 'nothing']) {
    const answer = await askConsole(port, `/api/${path}`, { headers });
    add('the console', JSON.stringify(answer.headers) + answer.text);
  }
  for (const [name, body] of Object.entries({
    stop: { turnId: 'none' },
    access: { platform: 'telegram', personId: '1', state: 'allowed' },
    settings: { scope: 'bot', name: 'model', value: 'openai/nothing' },
    'file/check': { text: 'default: [\n' },
    file: { text: 'x', revision: 'none' },
  })) {
    add('the console', (await askConsole(port, `/api/${name}`, post(body, headers))).text);
  }
  for (const path of ['metrics', 'ready', 'live', 'nothing'])
    add('the metrics', (await askConsole(metricsPort, `/${path}`)).text);
  for (const args of [[], ['--by', 'day,model,person,channel,key']]) {
    const write = async (text: string) => void add('the usage', text);
    await exportUsage({ env, clock: systemClock, args, write, note: (text) => void write(text) });
  }
  const backups = join(folder, 'backups');
  add('the backup', await backUp({ env, words: [backups], clock: systemClock }));
  for (const name of await readdir(backups))
    add('the backup', `${name} ${await readFile(join(backups, name), 'latin1')}`);
  const lookAtFiles = async () => [];
  const { text: report } = await runDoctor({ env, clock: systemClock, hideSecrets, lookAtFiles });
  add('the doctor', report);

  assert.ok(nosy.exchanges.length >= services.length, 'the services were asked');
  for (const output of [
    'the log',
    'answers',
    'the stream',
    'the console',
    'the metrics',
    'the doctor',
  ])
    assert.ok((outputs.get(output)?.length ?? 0) > 200, `${output} says something`);
  const found = [...outputs].flatMap(([output, said]) => {
    const lower = said.toLowerCase();
    return secrets.flatMap(({ name, secret }) =>
      Object.values(writtenForms(secret)).some((form) => lower.includes(form.toLowerCase()))
        ? [`${output} has the secret of ${name}`]
        : [],
    );
  });
  assert.deepEqual(found, []);
});
