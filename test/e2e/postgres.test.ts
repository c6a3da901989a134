import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import { freshDatabase, sharedCluster, withoutPostgres } from '../helpers/postgres.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';
import { roomOf, startBot, startNetworks, waitForAnswer } from '../helpers/start-parley.ts';

test('the bot answers from a store in PostgreSQL whose connections are cut, and remembers after a restart', {
  skip: withoutPostgres,
}, async (t) => {
  const url = await freshDatabase();
  const cluster = await sharedCluster();
  const { telegram, env: local } = await startNetworks(t);
  const model = await startOpenAiServer({ script: sayText('The answer.') });
  t.after(() => model.stop());
  const env = { ...local, OPENAI_BASE_URL: model.url, STORE_URL: url };
  const log = createRecordingLog();
  const first = await startBot(t, env, { log });
  const roomId = roomOf(telegram, 'direct');
  for (let round = 0; round < 2; round += 1) {
    const question = await telegram.say({ roomId, text: `Question ${round}?` });
    await cluster.cutConnections(url);
    await waitForAnswer(telegram, question, /^The answer\.$/);
  }
  await first.stop();
  await startBot(t, env, { log });
  const question = await telegram.say({ roomId, text: 'And now?' });
  await waitForAnswer(telegram, question, /^The answer\.$/);
  assert.match(JSON.stringify(model.streams.at(-1)?.body), /Question 1/);
  const { password } = new URL(url);
  const text = JSON.stringify(log.lines);
  assert.ok(!text.includes(password) && !text.includes(decodeURIComponent(password)));
});
