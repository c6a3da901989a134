import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { parseEnv } from 'node:util';
import { systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { providers } from '../../src/providers/index.ts';
import { MODEL_SERVICES, OTHER_PROVIDERS } from '../../src/setup/model-services.ts';
import { runSetup } from '../../src/setup/run-setup.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import { startNetworks } from '../helpers/start-parley.ts';
import { CTRL_C, createScriptedPrompts, ENTER } from './scripted-prompts.ts';

type Script = Parameters<typeof createScriptedPrompts>[0];

/** Local networks and a local model, and the path of a file that does not exist. */
async function setUp(t: TestContext) {
  const { discord, telegram } = await startNetworks(t);
  const model = await startOpenAiServer();
  t.after(() => model.stop());
  const folder = mkdtempSync(join(tmpdir(), 'parley-setup-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, '.env');
  const outside: Env = {
    DISCORD_API_URL: discord.apiUrl,
    TELEGRAM_API_URL: telegram.apiUrl,
    NO_PROXY: '127.0.0.1',
  };

  async function run(script: Script, env: Env = {}) {
    const scripted = createScriptedPrompts(script);
    const { prompts } = scripted;
    const result = await runSetup({
      env: { ...outside, ...env },
      path,
      clock: systemClock,
      prompts,
      ports: [Number(new URL(model.url).port)],
    });
    assert.deepEqual(scripted.rest, []);
    return { ...result, shown: scripted.shown() };
  }
  return { discord, telegram, model, path, run };
}

const SKIP_NETWORKS: Script = [
  [/Discord: paste/, ''],
  [/Telegram: paste/, ''],
];

describe('runSetup', () => {
  test('leads from nothing to a file with which the bot starts', async (t) => {
    const { discord, telegram, model, path, run } = await setUp(t);
    const { isToStart, changes, shown } = await run([
      [/Discord: paste/, discord.token],
      [/Telegram: paste/, telegram.token],
      [/Which models answer/, ENTER],
      [/Which model answers/, ENTER],
      [/What next/, 'start'],
    ]);
    assert.equal(isToStart, true);
    const expected = {
      DISCORD_TOKEN: discord.token,
      TELEGRAM_TOKEN: telegram.token,
      OPENAI_BASE_URL: model.url,
      DEFAULT_MODEL: 'openai/test-model',
    };
    assert.deepEqual({ ...changes }, expected);
    assert.deepEqual({ ...parseEnv(readFileSync(path, 'utf8')) }, expected);
    assert.match(shown, /https:\/\/t\.me\/parley_bot/);
    assert.match(shown, /test-model began after/);
    for (const { token } of [discord, telegram]) assert.ok(!shown.includes(token));
  });

  test('says what is wrong with a token, and takes another one', async (t) => {
    const { telegram, path, run } = await setUp(t);
    const { isToStart, shown } = await run([
      [/Discord: paste/, ''],
      [/Telegram: paste/, '123456:wrong'],
      [/check of this token failed/, 'again'],
      [/Telegram: paste/, telegram.token],
      [/Which models/, 'skip'],
      [/What next/, 'end'],
    ]);
    assert.equal(isToStart, false);
    assert.match(shown, /Telegram refused TELEGRAM_TOKEN .*BotFather/);
    assert.equal(parseEnv(readFileSync(path, 'utf8')).TELEGRAM_TOKEN, telegram.token);
  });

  test('shows and keeps what stands, with the secret masked, and changes no byte', async (t) => {
    const { telegram, model, path, run } = await setUp(t);
    const text = `# mine\nTELEGRAM_TOKEN = "${telegram.token}" # said\nOPENAI_BASE_URL=${model.url}\nDEFAULT_MODEL=openai/test-model\n`;
    writeFileSync(path, text);
    const { shown } = await run(
      [
        [/Discord: paste/, ''],
        [/Telegram: keep/, ENTER],
        [/Which models/, ENTER],
        [/Which model answers/, ENTER],
        [/What next/, 'telegram'],
        [/Telegram: keep/, 'keep'],
        [/What next/, 'end'],
      ],
      parseEnv(text),
    );
    assert.equal(readFileSync(path, 'utf8'), text);
    assert.match(shown, /TELEGRAM_TOKEN is ••••/);
    assert.ok(!shown.includes(telegram.token));
  });

  test('keeps a default model that the service does not list, such as an alias', async (t) => {
    const { model, path, run } = await setUp(t);
    const text = `OPENAI_BASE_URL=${model.url}\nDEFAULT_MODEL=smart\n`;
    writeFileSync(path, text);
    await run(
      [
        ...SKIP_NETWORKS,
        [/Which models/, ENTER],
        [/Which model answers/, ENTER],
        [/What next/, 'end'],
      ],
      parseEnv(text),
    );
    assert.equal(readFileSync(path, 'utf8'), text);
  });

  test('keeps what was confirmed when the person presses Ctrl+C, and writes nothing else', async (t) => {
    const { telegram, path, run } = await setUp(t);
    const { isToStart, shown } = await run([
      [/Discord: paste/, ''],
      [/Telegram: paste/, telegram.token],
      [/Which models/, CTRL_C],
    ]);
    assert.equal(isToStart, false);
    assert.equal(readFileSync(path, 'utf8'), `TELEGRAM_TOKEN=${telegram.token}\n`);
    assert.match(shown, /keeps what was confirmed/);
  });

  test('writes nothing when the person presses Ctrl+C at the first question', async (t) => {
    const { path, run } = await setUp(t);
    const { shown } = await run([[/Discord: paste/, CTRL_C]]);
    assert.equal(existsSync(path), false);
    assert.match(shown, /Nothing was written/);
  });

  test('does not offer a start while no network is set up', async (t) => {
    const { run } = await setUp(t);
    const { shown } = await run([...SKIP_NETWORKS, [/Which models/, 'skip'], [/What next/, 'end']]);
    assert.doesNotMatch(shown, /Start Parley now/);
    assert.match(shown, /No chat network is set up/);
  });

  test('checks a key at once, and says what helps where it is refused', async (t) => {
    const { model, run } = await setUp(t);
    model.script = (stream) => stream.refuse(401, { error: { message: 'bad key' } });
    const { shown, changes } = await run([
      ...SKIP_NETWORKS,
      [/Which models/, 'address'],
      [/address/, model.url],
      [/key/, 'sk-a-very-secret-key'],
      [/Which model answers/, ENTER],
      [/does not work/, 'again'],
      [/Which models/, 'skip'],
      [/What next/, 'end'],
    ]);
    assert.match(shown, /401.*→ Check OPENAI_API_KEY/);
    assert.deepEqual({ ...changes }, {});
    assert.doesNotMatch(shown, /very-secret/);
  });

  test('says in a whole sentence that a server does not list its models', async (t) => {
    const { run } = await setUp(t);
    const { shown } = await run([
      ...SKIP_NETWORKS,
      [/Which models/, 'address'],
      [/address/, 'http://127.0.0.1:1/v1'],
      [/Its key/, ''],
      [/does not work/, 'again'],
      [/Which models/, 'skip'],
      [/What next/, 'end'],
    ]);
    assert.match(shown, /^problem openai could not be reached .* → Check OPENAI_BASE_URL/m);
  });

  test('sends the key of one server to another one only if the person says so', async (t) => {
    const { model, path, run } = await setUp(t);
    const keys: (string | undefined)[] = [];
    model.script = (stream) => {
      keys.push(stream.headers.authorization);
      stream.delta('Hello.');
      stream.finish();
    };
    const text = 'OPENAI_API_KEY=sk-a-key-of-another-vendor\n';
    for (const [answer, expected] of [
      ['no', undefined],
      ['yes', 'Bearer sk-a-key-of-another-vendor'],
    ] as const) {
      writeFileSync(path, text);
      const { shown } = await run(
        [
          ...SKIP_NETWORKS,
          [/Which models/, 'address'],
          [/address/, model.url],
          [/Its key/, ''],
          [/OPENAI_API_KEY is ••••ndor: is it the key of/, answer],
          [/Which model answers/, ENTER],
          [/What next/, 'end'],
        ],
        parseEnv(text),
      );
      assert.equal(keys.at(-1), expected);
      assert.equal(Boolean(parseEnv(readFileSync(path, 'utf8')).OPENAI_API_KEY), answer === 'yes');
      assert.doesNotMatch(shown, /another-vendor/);
    }
  });

  test('says where a variable of the terminal has precedence over the file', async (t) => {
    const { telegram, path, run } = await setUp(t);
    writeFileSync(path, '');
    const { shown } = await run(
      [
        [/Discord: paste/, ''],
        [/Telegram: keep/, 'change'],
        [/Telegram: paste/, telegram.token],
        [/Which models/, 'skip'],
        [/What next/, 'end'],
      ],
      { TELEGRAM_TOKEN: '1:another', OPENAI_KEY: 'x' },
    );
    assert.match(shown, /TELEGRAM_TOKEN is also set in the environment/);
    assert.match(shown, /OPENAI_KEY is set.*Did you mean OPENAI_API_KEY/);
  });
});

describe('MODEL_SERVICES', () => {
  test('names every provider, or it is one that the set-up does not ask for', () => {
    const named = [...MODEL_SERVICES.map(({ provider }) => provider), ...OTHER_PROVIDERS];
    assert.deepEqual(named.toSorted(), Object.keys(providers).toSorted());
  });
});
