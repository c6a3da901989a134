import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

test('a store whose old turns, heads, open mark and lease are unreadable starts, and its conversations go on', async (t) => {
  const { telegram, discord, env: local } = await startNetworksAndDisk(t);
  const model = await startOpenAiServer({ script: sayText('The first answer.') });
  t.after(() => model.stop());
  const env = { ...local, OPENAI_BASE_URL: model.url };
  const file = String(local.STORE_URL).replace('sqlite:', '');
  const first = await startBot(t, env);
  for (const network of [telegram, discord]) {
    const question = await network.say({ roomId: roomOf(network, 'direct'), text: 'Hello?' });
    await waitForAnswer(network, question, /^The first answer\.$/);
  }
  await first.stop();

  const database = new DatabaseSync(file);
  const broken = `UPDATE entries SET value = '{"value":{"format":1,' WHERE key`;
  database.exec(`${broken} LIKE 'turn:%'; ${broken} LIKE 'head:%'; ${broken} = 'open';`);
  database.exec(`INSERT INTO entries (key, value) VALUES ('lease', 'nonsense')`);
  database.close();

  model.script = sayText('The second answer.');
  await startBot(t, env);
  for (const network of [telegram, discord]) {
    const roomId = roomOf(network, 'direct');
    const question = await network.say({ roomId, text: 'And now?' });
    await waitForAnswer(network, question, /^The second answer\.$/);
    await network.run({ roomId, name: 'reset' });
    await waitFor(network, 'the reset', () =>
      botMessages(network, roomId, question).some(({ text }) => /forgot/.test(text)),
    );
  }
  const turns = new DatabaseSync(file, { readOnly: true })
    .prepare("SELECT key FROM entries WHERE key LIKE 'turn:%'")
    .all();
  assert.equal(turns.length, 4, 'no turn was overwritten');
});
