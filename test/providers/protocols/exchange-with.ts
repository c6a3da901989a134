import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { ChatRequest, Provider, ProviderEvent } from '../../../src/contracts/provider.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import type { Env } from '../../../src/lib/env.ts';
import { createHttp } from '../../../src/providers/wire/http.ts';
import { type Exchange, type Handler, startRawServer } from '../../helpers/raw-server.ts';
import type { Protocol } from './protocol.ts';

export interface Conversation {
  readonly provider: Provider;
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  ask(request: Omit<ChatRequest, 'model'>): Promise<readonly ProviderEvent[]>;
}

/** The protocol's provider, and a server that answers it as the test says. */
export async function exchangeWith(
  t: TestContext,
  protocol: Protocol,
  handler: Handler,
  env: Env = {},
): Promise<Conversation> {
  const server = await startRawServer(handler);
  const http = createHttp({ env: {} });
  t.after(async () => {
    await http.close();
    await server.stop();
  });
  const provider = protocol.factory({ env: { ...protocol.env(server.url), ...env }, http, clock: systemClock });
  assert.ok(provider);
  return {
    provider,
    url: server.url,
    exchanges: server.exchanges,
    ask: (request) =>
      Array.fromAsync(provider.stream({ model: protocol.model, ...request }, new AbortController().signal)),
  };
}

/** A conversation with all that a request can hold. */
export const FULL_REQUEST = {
  system: 'Be brief.',
  messages: [
    { role: 'user', text: 'Ann: Hi' },
    { role: 'assistant', text: 'Hello' },
    { role: 'user', text: 'Bob: And I?', images: [{ mime: 'image/png', bytes: Buffer.from('png!') }] },
  ],
} as const satisfies Omit<ChatRequest, 'model'>;

export const PNG_BASE64 = 'cG5nIQ==';

export const hello = { messages: [{ role: 'user', text: 'Hello?' }] } as const;

export const never = new AbortController().signal;
