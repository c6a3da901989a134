import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { ChatRequest, Provider, ProviderEvent } from '../../../src/contracts/provider.ts';
import { type Clock, systemClock } from '../../../src/lib/clock.ts';
import type { Env } from '../../../src/lib/env.ts';
import { createHttp } from '../../../src/providers/wire/exchange/http.ts';
import { type Exchange, type Handler, startRawServer } from '../../helpers/raw-server.ts';
import { readOutcome } from '../../helpers/read-outcome.ts';
import type { Protocol } from './protocol.ts';

export interface Conversation {
  readonly provider: Provider;
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  /** What is answered, once it is accepted. */
  ask(request: Omit<ChatRequest, 'model'>): Promise<readonly ProviderEvent[]>;
}

/** The protocol's provider, and a server that answers it as the test says. */
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
      const stream = provider.stream(
        { model: protocol.model, ...request },
        new AbortController().signal,
      );
      const [first, ...answer] = await Array.fromAsync(stream);
      assert.deepEqual(first, { type: 'accepted' });
      return answer;
    },
  };
}

interface Whole {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes: string | Uint8Array;
}

/** What comes of one question that is answered so. */
export async function readOutcomeOfBytes(
  t: TestContext,
  protocol: Protocol,
  { status = 200, headers = {}, bytes }: Whole,
): Promise<string> {
  const { provider } = await startConversation(t, protocol, (exchange) => {
    exchange.sendHeaders(status, headers);
    exchange.write(bytes);
    exchange.end();
  });
  return readOutcome(provider.stream({ model: protocol.model, ...hello }, never));
}

/** A conversation with all that a request can hold. */
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

export const PNG_BASE64 = 'cG5nIQ==';

/** The same conversation in the words of Chat Completions, which others took over. */
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

export const hello = { messages: [{ role: 'user', text: 'Hello?' }] } as const;

export const never = new AbortController().signal;
