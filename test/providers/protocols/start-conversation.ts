import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { ChatRequest, Provider, ProviderEvent } from '../../../src/contracts/provider.ts';
import { type Clock, systemClock } from '../../../src/lib/clock.ts';
import type { Env } from '../../../src/lib/env.ts';
import { createHttp } from '../../../src/providers/wire/exchange/http.ts';
import { type Exchange, type Handler, startRawServer } from '../../helpers/raw-server.ts';
import { readOutcome } from '../../helpers/read-outcome.ts';
import type { Protocol } from './protocol.ts';

/** A provider, and the server that it talks to. */
interface Conversation {
  readonly provider: Provider;
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  /** The events of an answer after `accepted`, which must be the first. */
  ask(request: Omit<ChatRequest, 'model'>): Promise<readonly ProviderEvent[]>;
}

/** Starts the protocol's provider, and a server for it that answers with `handler`. */
export async function startConversation(
  t: TestContext,
  protocol: Protocol,
  handler: Handler,
  env: Env = {},
  clock: Clock = systemClock,
): Promise<Conversation> {
  const server = await startRawServer(handler);
  const http = createHttp({ env: {} });
  t.after(async () => {
    await http.close();
    await server.stop();
  });

  const provider = protocol.factory({ env: { ...protocol.env(server.url), ...env }, http, clock });
  assert.ok(provider);

  return {
    provider,
    url: server.url,
    exchanges: server.exchanges,
    async ask(request) {
      const stream = provider.stream({ model: protocol.model, ...request }, never);
      const [first, ...answer] = await Array.fromAsync(stream);
      assert.deepEqual(first, { type: 'accepted' });
      return answer;
    },
  };
}

interface RawResponse {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes: string | Uint8Array;
}

/** The outcome of one request that a server answers with these bytes. */
export async function readOutcomeOfBytes(
  t: TestContext,
  protocol: Protocol,
  { status = 200, headers = {}, bytes }: RawResponse,
): Promise<string> {
  const { provider } = await startConversation(t, protocol, (exchange) => {
    exchange.sendHeaders(status, headers);
    exchange.write(bytes);
    exchange.end();
  });

  return readOutcome(provider.stream({ model: protocol.model, ...hello }, never));
}

/** A request with everything that a prompt can hold. */
export const FULL_REQUEST = {
  system: 'Be brief.',
  messages: [
    { role: 'user', text: 'Ann: Hi' },
    { role: 'assistant', text: 'Hello' },
    {
      role: 'user',
      text: 'Bob: And I?',
      images: [{ mime: 'image/png', bytes: Buffer.from('png!') }],
    },
  ],
} as const satisfies Omit<ChatRequest, 'model'>;

/** The bytes of the image in `FULL_REQUEST`. */
export const PNG_BASE64 = 'cG5nIQ==';

/** The messages of `FULL_REQUEST` as Chat Completions writes them. */
export const FULL_CHAT = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Ann: Hi' },
  { role: 'assistant', content: 'Hello' },
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Bob: And I?' },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG_BASE64}` } },
    ],
  },
] as const;

/** The shortest request. */
export const hello = { messages: [{ role: 'user', text: 'Hello?' }] } as const;

/** A signal that never aborts. */
export const never = new AbortController().signal;
