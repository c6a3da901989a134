import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { ConfigError } from '../../src/errors.ts';
import { GIVE_UP_MS } from '../helpers/give-up-ms.ts';
import { type OpenAiServer, sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import { botMessages, roomOf, startParley, waitForAnswer } from '../helpers/start-parley.ts';

const ALIAS = 'default: smart\naliases:\n  smart: [openai/test-model, vllm/test-model]\n';

async function setUp(t: TestContext, text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'parley.yaml');
  writeFileSync(file, text);
  const start = async (): Promise<OpenAiServer> => {
    const server = await startOpenAiServer();
    t.after(() => server.stop());
    return server;
  };
  const [openai, vllm] = [await start(), await start()];
  vllm.script = sayText('From the second.');
  const { telegram } = await startParley(t, {
    PARLEY_CONFIG: file,
    OPENAI_BASE_URL: openai.url,
    VLLM_BASE_URL: vllm.url,
  });
  const say = (words: string) => telegram.say({ roomId: roomOf(telegram, 'direct'), text: words });
  return { file, openai, vllm, telegram, say };
}

describe('a parley.yaml', () => {
  test('lets the second target of an alias answer when the first one refuses, unseen by people', async (t) => {
    const { openai, telegram, say } = await setUp(t, ALIAS);
    openai.script = (stream) =>
      stream.refuse(401, { error: { message: 'no', code: 'invalid_api_key' } });
    const question = await say('Hello?');
    await waitForAnswer(telegram, question, /^From the second\.$/);
    assert.equal(botMessages(telegram, question.roomId, question).length, 1);
    assert.equal(openai.streams.length, 1);
  });

  test('applies after an edit without a restart, but not if the edit is broken', async (t) => {
    const { file, telegram, say } = await setUp(t, ALIAS);
    await waitForAnswer(telegram, await say('Who?'), /Hello!/);
    writeFileSync(file, 'default: nobody/at-all\n');
    await waitForAnswer(telegram, await say('Who?'), /Hello!/);
    writeFileSync(file, 'default: vllm/test-model\n');
    const giveUpAt = Date.now() + GIVE_UP_MS;
    for (let text = ''; !text.startsWith('From'); ) {
      assert.ok(Date.now() < giveUpAt, 'the edit did not apply');
      ({ text } = await waitForAnswer(telegram, await say('And now?'), /From the second\.|Hello!/));
    }
  });

  test('prevents the start if it is wrong, with the place of the problem', async (t) => {
    await assert.rejects(
      setUp(t, 'default: opnai/gpt-x\n'),
      (error) =>
        error instanceof ConfigError &&
        /parley\.yaml:1 default: .*Did you mean openai/.test(error.message),
    );
  });
});
