import assert from 'node:assert/strict';
import { request } from 'node:http';
import { type TestContext, test } from 'node:test';
import { startMemoryPlayground } from '../helpers/memory-playground.ts';

interface RequestOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Starts a playground, and sends requests with `node:http`, because `fetch` cannot set Host or Origin. */
async function startPlayground(t: TestContext) {
  const playground = await startMemoryPlayground(t);
  const { port, host } = new URL(playground.url);
  const ask = (path: string, { method = 'GET', headers = {}, body }: RequestOptions = {}) =>
    new Promise<{
      status: number | undefined;
      headers: NodeJS.Dict<string | string[]>;
      text: string;
    }>((resolve, reject) => {
      const outgoing = request(
        { host: '127.0.0.1', port, path, method, headers },
        async (response) => {
          let text = '';
          for await (const chunk of response.setEncoding('utf8')) text += chunk;
          resolve({ status: response.statusCode, headers: response.headers, text });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  const post = (path: string, value: unknown, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof value === 'string' ? value : JSON.stringify(value),
    });
  return { ...playground, ask, post, host };
}

test('a request with a foreign Host or Origin is refused on every path', async (t) => {
  const { ask, post, host, discord, ada } = await startPlayground(t);
  const message = { roomId: '21', authorId: ada.id, text: 'hello' };
  for (const headers of [
    { host: 'evil.example' },
    { host: 'evil.example:80' },
    { origin: 'http://evil.example' },
    { origin: 'null' },
  ]) {
    for (const path of ['/', '/main.ts', '/api/state', '/api/changes']) {
      assert.equal(
        (await ask(path, { headers })).status,
        403,
        `${path} ${JSON.stringify(headers)}`,
      );
    }
    assert.equal((await post('/api/discord/say', message, headers)).status, 403);
  }
  assert.equal(discord.history('21').length, 0);
  assert.equal((await post('/api/discord/say', message, { origin: `http://${host}` })).status, 200);
  assert.equal(discord.history('21').length, 1);
});

test('the page can load nothing from elsewhere and run no inline script', async (t) => {
  const { ask } = await startPlayground(t);
  const { headers, text } = await ask('/');
  assert.match(
    String(headers['content-security-policy']),
    /^default-src 'none'; script-src 'self';/,
  );
  assert.doesNotMatch(text, /<script(?![^>]* src=)|<style| style=| on\w+=|https?:/);
});

test('the modules of the page arrive without types, and no other file arrives at all', async (t) => {
  const { ask } = await startPlayground(t);
  for (const path of ['/composer.ts', '/src/lib/page/element.ts']) {
    const module = await ask(path);
    assert.equal(module.headers['content-type'], 'text/javascript; charset=utf-8', path);
    assert.doesNotMatch(module.text, /: readonly|interface /);
  }

  for (const path of [
    '/tsconfig.json',
    '/../web/index.ts',
    '/%2e%2e/web/index.ts',
    '/nothing.ts',
    '/element.ts',
    '/src/lib/page/../log.ts',
    '/src/lib/log.ts',
    '/api/discord/say',
  ]) {
    assert.equal((await ask(path)).status, 404, path);
  }
});

test('a file of a message is downloaded, never shown as a page', async (t) => {
  const { ask } = await startPlayground(t);
  const path = '/api/file?network=discord&room=21&message=1';
  const { status, headers, text } = await ask(`${path}&index=0`);
  assert.equal(status, 200);
  assert.equal(text, 'twelve bytes');
  assert.equal(headers['content-disposition'], 'attachment');
  assert.equal(headers['content-type'], 'application/octet-stream');
  assert.equal((await ask(`${path}&index=1`)).status, 404);
});

test('only real pictures and recordings of people are shown, under types of their own', async (t) => {
  const { ask, discord, ada } = await startPlayground(t);
  const png = Buffer.from('89504e470d0a1a0a', 'hex');
  const cases = [
    ['image/png', png, 'image/png'],
    ['text/html', png, 'image/png'],
    ['audio/ogg', Buffer.from('OggS'), 'audio/ogg'],
    ['image/svg+xml', Buffer.from('<svg onload="alert(1)"/>'), 'application/octet-stream'],
    ['image/png', Buffer.from('<script>'), 'application/octet-stream'],
  ] as const;
  for (const [mime, bytes, expected] of cases) {
    const files = [{ name: 'a', mime, bytes }];
    const { id } = await discord.say({ roomId: '21', authorId: ada.id, text: '', files });
    const path = `/api/file?network=discord&room=21&message=${id}&index=0`;
    const { headers } = await ask(path);
    assert.equal(headers['content-type'], expected);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    const isDownload = expected === 'application/octet-stream' ? 'attachment' : undefined;
    assert.equal(headers['content-disposition'], isDownload);
    assert.equal((await ask(`${path}&download`)).headers['content-disposition'], 'attachment');
  }
});

test('a player gets the part of a recording that it asks for', async (t) => {
  const { ask } = await startPlayground(t);
  const path = '/api/file?network=discord&room=21&message=1&index=0';
  const read = (range: string) => ask(path, { headers: { range } });
  const part = await read('bytes=7-8');
  assert.deepEqual([part.status, part.text], [206, 'by']);
  assert.equal(part.headers['content-range'], 'bytes 7-8/12');
  assert.equal((await read('bytes=7-')).text, 'bytes');
  for (const range of ['bytes=99-', 'bytes=-1', 'lines=1-2'])
    assert.equal((await read(range)).status, 200);
});

test('a message takes its uploads, and only once', async (t) => {
  const { ask, post, discord, ada } = await startPlayground(t);
  const headers = { 'content-type': 'application/octet-stream' };
  const upload = (body: string, more: Record<string, string> = {}) =>
    ask('/api/upload?name=a.txt&mime=text/plain', {
      method: 'POST',
      headers: { ...headers, ...more },
      body,
    });
  const { id } = JSON.parse((await upload('abc')).text);
  const message = { roomId: '21', authorId: ada.id, text: '', files: [{ upload: id }] };
  assert.equal((await post('/api/discord/say', message)).status, 200);
  assert.partialDeepStrictEqual(discord.history('21').at(-1)?.files, [
    { name: 'a.txt', mime: 'text/plain', bytes: 3 },
  ]);

  const again = await post('/api/discord/say', message);
  assert.equal(again.status, 400);
  assert.match(again.text, /Attach it again/);
  assert.equal((await upload('abc', { 'content-type': 'text/plain' })).status, 415);
  assert.equal((await upload('a'.repeat((25 << 20) + 1))).status, 413);
});

test('an invalid request is answered with its error', async (t) => {
  const { ask, post, discord } = await startPlayground(t);
  const wrong = [
    [await post('/api/discord/say', { roomId: '21' }), 400, /authorId/],
    [
      await post('/api/discord/say', { roomId: '21', authorId: '1', text: 'a', more: 1 }),
      400,
      /more/,
    ],
    [await post('/api/discord/say', '{'), 400, /not JSON/],
    [
      await post('/api/discord/say', '{}', { 'content-type': 'text/plain' }),
      415,
      /application\/json/,
    ],
    [await post('/api/discord/say', `"${'a'.repeat(2 << 20)}"`), 413, /too large/],
    [await post('/api/discord/constructor', {}), 404, /no such action/],
    [await post('/api/matrix/say', {}), 404, /no such action/],
    [await post('/api/discord/remove', { roomId: '21', messageId: '1' }), 422, /Unknown Message/],
    [await ask('/', { method: 'PUT' }), 405, /GET and POST/],
  ] as const;
  for (const [answer, status, sentence] of wrong) {
    assert.equal(answer.status, status, answer.text);
    assert.match(JSON.parse(answer.text).error, sentence);
  }
  assert.equal(discord.history('21').length, 0);
});

test('the state holds both networks as the named viewer sees them', async (t) => {
  const { ask, discord, parley, grace } = await startPlayground(t);
  discord.put('21', parley, { text: 'for grace', viewerId: grace.id });
  const read = async (path: string) => {
    const { networks } = JSON.parse((await ask(path)).text);
    return networks.map(
      (network: { rooms: { history: unknown[] }[] }) => network.rooms[0]?.history.length,
    );
  };
  assert.deepEqual(await read('/api/state'), [0, 0]);
  assert.deepEqual(await read(`/api/state?discord=${grace.id}`), [1, 0]);
});
