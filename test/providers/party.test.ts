import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatRequest } from '../../src/contracts/provider.ts';
import type { Http } from '../../src/providers/wire/exchange/http.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { advanceUntilDone, createMemoryHttp, HELLO, MEMORY_URL } from './faults/ask-in-memory.ts';
import { protocols } from './protocols/index.ts';

const party = { person: 'party-of-ann', channel: 'party-of-room' };

describe('the party of a request', () => {
  for (const protocol of protocols) {
    it(`is not told to ${protocol.name}`, async () => {
      const chunks = [protocol.head, protocol.text('Hi'), protocol.end('stop')].map((text) =>
        Buffer.from(text),
      );
      const memory = createMemoryHttp(protocol, { body: '' }, chunks);
      const sent: string[] = [];
      const http: Http = Object.assign(
        (request: Parameters<Http>[0]) => {
          sent.push(JSON.stringify({ ...request, signal: undefined }), String(request.body ?? ''));
          return memory(request);
        },
        { close: memory.close },
      );
      const clock = createFakeClock();
      const provider = protocol.factory({ env: protocol.env(MEMORY_URL), http, clock });
      assert.ok(provider);
      const request: ChatRequest = {
        model: protocol.model,
        messages: [{ role: 'user', text: HELLO }],
        party,
      };
      const events = await advanceUntilDone(
        clock,
        Array.fromAsync(provider.stream(request, new AbortController().signal)),
      );
      assert.ok(events.some(({ type }) => type === 'end'));
      assert.ok(sent.length > 0);
      assert.doesNotMatch(sent.join(), /party-of/);
    });
  }
});
