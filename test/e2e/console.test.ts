import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findFreePort } from '../helpers/free-port.ts';
import { roomOf, startBot, startNetworks, waitForAnswer } from '../helpers/start-parley.ts';
import { askConsole, post, readStream } from '../helpers/test-console.ts';
import { waitFor } from '../helpers/wait-for.ts';

test('an admin opens the console by the link of /console, and follows an answer to its end', async (t) => {
  const networks = await startNetworks(t);
  const { telegram } = networks;
  const port = await findFreePort();
  await startBot(t, { ...networks.env, CONSOLE_PORT: String(port) });
  const roomId = roomOf(telegram, 'direct');

  const asked = await telegram.say({ roomId, text: '/console' });
  const { text } = await waitForAnswer(telegram, asked, /#code=/);
  const code = /#code=([0-9a-f]+)/.exec(text)?.[1];
  const login = await askConsole(port, '/api/login', post({ code }));
  assert.equal(login.status, 200, login.text);
  const cookie = String(login.headers['set-cookie']).split(';')[0] ?? '';
  const read = async (path: string) => {
    const answer = await askConsole(port, path, { headers: { cookie } });
    assert.equal(answer.status, 200, `${path}: ${answer.text}`);
    return JSON.parse(answer.text);
  };

  const ended = readStream(t, port, { cookie }, /"kind":"turn"[^\n]*\n\n/);
  await telegram.say({ roomId, text: 'Hello, private words?' });
  const stream = await ended;
  assert.match(stream, /"name":"telegram","state":"connected"/);
  assert.match(stream, /"state":"running"/);
  assert.doesNotMatch(stream, /private words/);

  const { turns } = await read('/api/turns');
  assert.deepEqual([turns.length, turns[0].state], [1, 'done']);
  assert.equal(turns[0].attempts[0].outcome, 'answered');
  assert.equal(typeof turns[0].firstWordsMs, 'number');
  assert.doesNotMatch(JSON.stringify(turns), /private words/);
  assert.ok((await read('/api/models')).models.length > 0);
  assert.ok((await read('/api/usage')).report.total);
  assert.ok((await read('/api/settings')).origins.length > 0);
  assert.match((await read('/api/file')).path, /parley\.yaml$/);
  assert.match((await askConsole(port, '/')).text, /<script type="module" src=/);

  const group = roomOf(telegram, 'group');
  const refused = await telegram.say({ roomId: group, text: '/console' });
  const reply = await waitFor(telegram, 'a reply', () =>
    telegram
      .history(group)
      .find(({ id, author }) => Number(id) > Number(refused.id) && author.id === telegram.bot.id),
  );
  assert.doesNotMatch(reply.text, /#code=/);
});
