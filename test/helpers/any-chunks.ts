import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Provider } from '../../src/contracts/provider.ts';
import type { Http } from '../../src/providers/wire/http.ts';
import { outcomeOf } from './outcome-of.ts';

/** Asks with each of `bodies` as the answer, cut anywhere, and expects what the whole one gives. */
export async function sameInAnyChunks(
  bodies: readonly (string | Uint8Array)[],
  create: (http: Http) => Provider | undefined,
  model: string,
): Promise<void> {
  const ask = (chunks: readonly Uint8Array[]) => {
    const respond = async () => ({ status: 200, headers: {}, body: ReadableStream.from(chunks) });
    const provider = create(Object.assign(respond, { close: async () => {} }));
    assert.ok(provider);
    const request = { model, messages: [{ role: 'user', text: 'Hello?' }] } as const;
    return outcomeOf(provider.stream(request, new AbortController().signal));
  };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...bodies), fc.array(fc.nat(), { maxLength: 40 }), async (body, places) => {
      const bytes = Buffer.from(body);
      assert.equal(await ask(cut(bytes, places)), await ask([bytes]));
    }),
  );
}

function cut(bytes: Buffer, places: readonly number[]): Uint8Array[] {
  const edges = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}
