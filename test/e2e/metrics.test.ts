import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from '../../src/app.ts';
import { listVariables } from '../../src/config/list-variables.ts';
import { ConfigError } from '../../src/errors.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { providers } from '../../src/providers/index.ts';
import { findFreePort } from '../helpers/free-port.ts';
import { GIVE_UP_MS } from '../helpers/give-up-ms.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import { roomOf, startBot, startNetworksAndDisk, waitForAnswer } from '../helpers/start-parley.ts';
import { readMetrics, type Sample, sumOf } from '../metrics/read-metrics.ts';

const SECRET = 'planted9Secret';
/** Every variable that may have any text, with a secret in it. All services are the local one: nothing leaves this machine. */
function plantSecrets(url: string): Record<string, string> {
  const names = listVariables(Object.keys(providers));
  const planted = names.flatMap((name) => {
    if (/^(DISCORD|TELEGRAM)_/.test(name)) return [];
    if (name.endsWith('_BASE_URL')) return [[name, url]];
    if (name.endsWith('_HEADERS')) return [[name, `X-Planted: ${SECRET}`]];
    return /_API_KEY$|COOKIE|PROMPT$/.test(name) ? [[name, SECRET]] : [];
  });
  return Object.fromEntries(planted);
}

test('the metrics of a real bot move when questions are answered, fail and are stopped, and show no secret', async (t) => {
  const model = await startOpenAiServer();
  t.after(() => model.stop());
  const { discord, telegram, env } = await startNetworksAndDisk(t);
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  t.after(() => rm(folder, { recursive: true }));
  const routing = join(folder, 'parley.yaml');
  await writeFile(routing, 'limits:\n  total: { answers_per_day: 4 }\n');
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const started = {
    ...plantSecrets(model.url),
    ...env,
    DEFAULT_MODEL: 'openai/test-model',
    VERCEL_RUN_CHALLENGE: 'yes',
    TRANSCRIPTION_MODEL: 'whisper',
    METRICS_PORT: String(port),
    PARLEY_CONFIG: routing,
  };
  const app = await startBot(t, started);
  const texts: string[] = [];
  const look = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    const text = await response.text();
    texts.push(text);
    return { status: response.status, text };
  };
  let samples: readonly Sample[] = [];
  const rises = async (name: string, labels: Record<string, string>) => {
    const giveUpAt = performance.now() + GIVE_UP_MS;
    do {
      assert.ok(performance.now() < giveUpAt, `${name} ${JSON.stringify(labels)} does not rise`);
      await sleep(10);
      samples = readMetrics((await look('/metrics')).text);
    } while ((sumOf(samples, name, labels) ?? 0) < 1);
  };

  assert.equal((await look('/live')).status, 200);
  assert.equal((await look('/ready')).status, 200);
  const up = readMetrics((await look('/metrics')).text);
  assert.equal(sumOf(up, 'parley_network_up'), 2);
  assert.ok((sumOf(up, 'parley_store_bytes') ?? 0) > 4_096);
  assert.equal(sumOf(up, 'parley_answers_total'), 0);

  const roomId = roomOf(discord, 'direct');
  model.script = sayText('An answer of some words.');
  await waitForAnswer(discord, await discord.say({ roomId, text: 'Hello?' }), /An answer/);
  const onDiscord = { platform: 'discord' };
  await rises('parley_answers_total', { ...onDiscord, outcome: 'done' });
  const ofDay = { measure: 'answersPerDay' };
  assert.equal(sumOf(samples, 'parley_total_limit_used_ratio', ofDay), 0.25);
  assert.equal(sumOf(samples, 'parley_messages_total', { ...onDiscord, outcome: 'question' }), 1);
  assert.equal(sumOf(samples, 'parley_first_words_seconds_count', onDiscord), 1);
  assert.ok((sumOf(samples, 'parley_writes_total', { ...onDiscord, call: 'create' }) ?? 0) >= 1);
  const asked = { gen_ai_provider_name: 'openai', gen_ai_request_model: 'test-model' };
  const used = 'gen_ai_client_inference_usage_output_tokens_total';
  assert.ok((sumOf(samples, used, asked) ?? 0) > 0);

  model.script = (stream) => stream.refuse(401, { error: { message: `Wrong key ${SECRET}` } });
  await waitForAnswer(discord, await discord.say({ roomId, text: 'And now?' }), /./);
  await rises('parley_answers_total', { ...onDiscord, outcome: 'failed' });
  assert.equal(sumOf(samples, 'parley_attempts_total', { outcome: 'auth' }), 1);

  model.script = async (stream) => {
    stream.delta('The beginning of it. ');
    await stream.held();
  };
  const onTelegram = { platform: 'telegram' };
  const direct = roomOf(telegram, 'direct');
  await waitForAnswer(telegram, await telegram.say({ roomId: direct, text: 'Go on' }), /beginning/);
  await rises('parley_turns_running', {});
  await telegram.say({ roomId: direct, text: '/stop' });
  await rises('parley_answers_total', { ...onTelegram, outcome: 'stopped' });
  assert.equal(sumOf(samples, 'parley_commands_total', { ...onTelegram, command: 'stop' }), 1);
  assert.equal(sumOf(samples, 'parley_attempts_total', { outcome: 'stopped' }), 1);

  await look('/ready');
  for (const text of texts) assert.ok(!text.includes(SECRET), text);
  for (const token of [discord.token, telegram.token])
    for (const text of texts) assert.ok(!text.includes(token), text);

  await app.stop();
  await assert.rejects(fetch(`${url}/live`));
});

test('a bot whose port is taken says so at its start, and leaves its store to the next one', async (t) => {
  const { env } = await startNetworksAndDisk(t);
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  t.after(() => other.close());
  const address = other.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  const parts = { clock: systemClock, log: silentLog, onLeaseLost: assert.fail };
  await assert.rejects(
    startApp({ ...parts, env: { ...env, METRICS_PORT: String(port) } }),
    (error) => error instanceof ConfigError && /METRICS_PORT: .*choose another/.test(error.message),
  );
  await startBot(t, env);
});
