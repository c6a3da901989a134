import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../src/lib/clock.ts';
import { backUp } from '../../src/maintenance/back-up.ts';
import { restore } from '../../src/maintenance/restore.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import { roomOf, startBot, startNetworksAndDisk, waitForAnswer } from '../helpers/start-parley.ts';

test('a backup of the running bot, restored into an empty folder, answers with the history', async (t) => {
  const { telegram, env } = await startNetworksAndDisk(t);
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  t.after(() => rm(folder, { recursive: true }));
  const model = await startOpenAiServer();
  t.after(() => model.stop());
  model.script = sayText('Noted.');
  const variables = { ...env, OPENAI_BASE_URL: model.url };
  const roomId = roomOf(telegram, 'direct');
  const ask = async (text: string) =>
    waitForAnswer(telegram, await telegram.say({ roomId, text }), /Noted/);

  const bot = await startBot(t, variables);
  await ask('My cat is called Marzipan.');
  const output = await backUp({ env: variables, words: [folder], clock: systemClock });
  await ask('This comes after the backup.');
  await bot.stop();

  const [file = ''] = /\S+\.sqlite/.exec(output) ?? [];
  const elsewhere = { ...variables, STORE_URL: `sqlite:${join(folder, 'new', 'parley.sqlite')}` };
  await restore({ env: elsewhere, words: [file], clock: systemClock });
  await startBot(t, elsewhere);
  await ask('What is my cat called?');
  const prompt = JSON.stringify(model.streams.at(-1)?.body.messages);
  assert.match(prompt, /Marzipan/);
  assert.doesNotMatch(prompt, /after the backup/);
});
