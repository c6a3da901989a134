import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ProviderError } from '../../src/errors.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { openai } from '../../src/providers/openai.ts';
import { createHttp } from '../../src/providers/wire/exchange/http.ts';
import { type Handler, startRawServer } from '../helpers/raw-server.ts';
import { reportedRefusals } from '../helpers/reported-refusals.ts';

describe('the provider openai', () => {
  test('fails in the right way over HTTP for every refusal that was reported', async (t) => {
    let handler: Handler = () => {};
    const server = await startRawServer((exchange) => handler(exchange));
    const http = createHttp({ env: {} });
    t.after(async () => {
      await http.close();
      await server.stop();
    });
    const env = { OPENAI_BASE_URL: server.url };
    const provider = openai({ env, http, clock: systemClock });
    assert.ok(provider);

    const messages = [{ role: 'user', text: 'What is an insufficient balance?' }] as const;
    const ask = async () => {
      const answer = provider.stream({ model: 'm', messages }, new AbortController().signal);
      for await (const { type } of answer) assert.notEqual(type, 'text-delta');
    };

    for (const { refusals } of reportedRefusals) {
      for (const { source, status, headers, text, kind } of refusals) {
        handler = (exchange) => exchange.respond(status, text, headers);
        const error = await ask().then(
          () => undefined,
          (reason: unknown) => reason,
        );
        assert.ok(error instanceof ProviderError, source);
        assert.equal(error.kind, kind, `${source}: ${error.message}`);
      }
    }
  });
});
