import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, type TestContext, test } from 'node:test';
import { listSecrets } from '../../src/config/list-secrets.ts';
import { runDoctor } from '../../src/doctor/run-doctor.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { createSecretHider } from '../../src/lib/secrets.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import {
  roomOf,
  startNetworks,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { startProcess, startReadyProcess } from '../helpers/start-process.ts';

const KEY = 'sk-a-very-secret-key';

async function startAll(t: TestContext) {
  const networks = await startNetworksAndDisk(t);
  const model = await startOpenAiServer();
  t.after(() => model.stop());
  const env: Env = { ...networks.env, OPENAI_BASE_URL: model.url, OPENAI_API_KEY: KEY };
  return { ...networks, model, env };
}

/** Runs the doctor as people do. */
async function callDoctor(env: Env): Promise<{ status: number | null; output: string }> {
  const doctor = startProcess('doctor', env);
  const status = await doctor.ended;
  const output = doctor.output();
  checkOutput(output, env);
  return { status, output };
}

/** Runs the doctor in this process, which is cheaper. It does not look at files. */
async function examine(env: Env): Promise<{ isWell: boolean; output: string }> {
  const hideSecrets = createSecretHider(listSecrets(env));
  const lookAtFiles = async () => [];
  const { isWell, text } = await runDoctor({ env, clock: systemClock, hideSecrets, lookAtFiles });
  checkOutput(text, env);
  return { isWell, output: text };
}

/** The output never contains a stack, a token or a key. */
function checkOutput(output: string, env: Env): void {
  assert.doesNotMatch(output, /\n\s+at /);
  for (const secret of [env.DISCORD_TOKEN, env.TELEGRAM_TOKEN, env.OPENAI_API_KEY, KEY]) {
    assert.ok(!secret || !output.includes(secret), output);
  }
}

describe('the doctor', () => {
  test('finds everything good beside a running bot, and does not disturb it', async (t) => {
    const { telegram, discord, env } = await startAll(t);
    const parley = await startReadyProcess(env);
    t.after(() => parley.kill('SIGKILL'));
    const { status, output } = await callDoctor(env);
    assert.equal(status, 0, output);
    assert.match(output, /Parley has run on it/);
    assert.match(output, /ok +discord +token[\s\S]*ok +telegram +token/);
    assert.match(output, /ok +openai +answer +test-model began/);
    assert.match(output, /Everything that is set up works/);
    for (const network of [telegram, discord]) {
      const question = await network.say({
        roomId: roomOf(network, 'direct'),
        text: 'Still there?',
      });
      await waitForAnswer(network, question, /Hello!/);
    }
    assert.doesNotMatch(parley.output(), /409|lost|reconnect/i);
    parley.kill('SIGTERM');
    assert.equal(await parley.ended, 0);
  });

  test('names the cure for everything that does not work, in its row', async (t) => {
    const { env, model } = await startAll(t);
    model.script = (stream) => stream.refuse(401, { error: { message: `bad ${KEY}` } });
    const dead = 'http://127.0.0.1:9/v1';
    const { status, output } = await callDoctor({
      ...env,
      TELEGRAM_TOKEN: '123456:not-the-right-token',
      DISCORD_TOKEN: 'not-the-right-token-either',
      VLLM_BASE_URL: dead,
      GROQ_API_KEY: 'has a space',
    });
    assert.equal(status, 1);
    const flat = output.replace(/\s+/g, ' ');
    for (const row of [
      /FAIL discord connection .*?Reset Token/,
      /FAIL telegram connection .*?BotFather/,
      /FAIL openai answer .*?401.*?→ Check OPENAI_API_KEY/,
      /FAIL vllm models .*?ECONNREFUSED.*?→ Check VLLM_BASE_URL, and that it runs/,
      /FAIL groq variables GROQ_API_KEY holds characters that no key has\. → Copy it again/,
    ]) {
      assert.match(flat, row);
    }
  });

  test('finds that not everything works if one thing does not', async (t) => {
    const { env, model } = await startAll(t);
    const file = String(env.STORE_URL).replace('sqlite:', '');
    writeFileSync(file, 'no folder');
    t.after(() => rmSync(file, { force: true }));
    for (const [change, cure] of [
      [{ TELEGRAM_TOKEN: '123456:wrong' }, /BotFather/],
      [
        { STORE_URL: `sqlite:${file}/parley.sqlite` },
        /STORE_URL: .*is a file.*Choose another path/,
      ],
      [
        { PARLEY_CONFIG: file, STORE_URL: 'memory:' },
        /parley\.yaml .*:1 the file: must have default/,
      ],
      [{ ADMINS: '@anna', STORE_URL: 'memory:' }, /ADMINS: “@anna” is not an id\. → List numbers/],
      [{ OPENAI_BASE_URL: `${model.url}/elsewhere`, STORE_URL: 'memory:' }, /OPENAI_BASE_URL/],
    ] as const) {
      const { isWell, output } = await examine({ ...env, ...change });
      assert.equal(isWell, false, output);
      assert.match(output.replace(/\s+/g, ' '), cure);
    }
  });

  test('does not repeat a key that a service repeats in its refusal', async (t) => {
    const { env, telegram } = await startNetworks(t);
    telegram.controls.faults.next('getMe', {
      status: 400,
      description: `Bad Request: ${telegram.token} is strange`,
    });
    const { isWell, output } = await examine(env);
    assert.equal(isWell, false);
    assert.match(output.replace(/\s+/g, ' '), /Bad Request: \(hidden\) is strange/);
  });

  test('says what to set if nothing is set up', async () => {
    const { isWell, output } = await examine({ STORE_URL: 'memory:' });
    assert.equal(isWell, false);
    for (const word of ['DISCORD_TOKEN', 'TELEGRAM_TOKEN', '.env.example'])
      assert.ok(output.includes(word), word);
  });
});
