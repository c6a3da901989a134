import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { systemClock } from '../../src/lib/clock.ts';
import { findLocalServers } from '../../src/setup/find-local-servers.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

/** Starts a server that knows these paths. Gives its port. */
async function serve(t: TestContext, answers: Readonly<Record<string, unknown>>): Promise<number> {
  const server = createServer(({ url = '' }, response) => {
    const answer = answers[url];
    if (answer === undefined) response.writeHead(404);
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

const listOf = (owner: string) => ({ object: 'list', data: [{ id: 'a-model', owned_by: owner }] });

describe('findLocalServers', () => {
  test('knows each server by what it answers, whatever its port', async (t) => {
    const ports = await Promise.all([
      // The root of Ollama greets; its list names `library` as the owner.
      serve(t, { '/': 'Ollama is running', '/v1/models': listOf('library') }),
      // The owners in the lists of LM Studio, llama.cpp's server and vLLM.
      serve(t, { '/v1/models': listOf('organization_owner') }),
      serve(t, { '/': '<html>', '/v1/models': listOf('llamacpp') }),
      serve(t, { '/v1/models': listOf('vllm') }),
      serve(t, { '/v1/models': listOf('someone') }),
    ]);
    const found = await findLocalServers({ clock: systemClock, ports });
    assert.deepEqual(
      found.map(({ provider, baseUrl }) => [provider, baseUrl]),
      [
        ['ollama', `http://127.0.0.1:${ports[0]}`],
        ['lmstudio', `http://127.0.0.1:${ports[1]}/v1`],
        ['llamacpp', `http://127.0.0.1:${ports[2]}/v1`],
        ['vllm', `http://127.0.0.1:${ports[3]}/v1`],
        ['openai', `http://127.0.0.1:${ports[4]}/v1`],
      ],
    );
  });

  test('finds nothing where another program answers, or none', async (t) => {
    const page = await serve(t, { '/': '<html>A router</html>', '/v1/models': '<html>' });
    const other = await serve(t, { '/v1/models': { models: 'none' } });
    assert.deepEqual(await findLocalServers({ clock: systemClock, ports: [page, other, 9] }), []);
  });

  test('does not wait for a server that accepts and says nothing', async (t) => {
    const clock = createFakeClock();
    const silent = createServer(() => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    t.after(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const { port } = silent.address() as AddressInfo;
    const search = findLocalServers({ clock, ports: [port] });
    await once(silent, 'request');
    await clock.advance(2_000);
    assert.deepEqual(await search, []);
  });
});
