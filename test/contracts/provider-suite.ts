import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ChatRequest, Provider, ProviderEvent } from '../../src/contracts/provider.ts';
import { ProviderError } from '../../src/errors.ts';

/** A provider with a server behind it, and questions whose answers the suite knows. */
export interface ProviderFixture {
  readonly provider: Provider;
  /** A model that answers. */
  readonly model: string;
  /** Answered in many deltas. */
  readonly longQuestion: string;
  /** Answered by some words, and then a failure. */
  readonly failingQuestion: string;
  /** Resolves when nothing of this provider is open any more; rejects after a while. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Defines the tests of the promises that every `Provider` makes. */
export function providerSuite(name: string, start: () => Promise<ProviderFixture>): void {
  describe(`${name} keeps the contract of a provider:`, () => {
    let fixture: ProviderFixture;
    before(async () => {
      fixture = await start();
    });
    after(() => fixture.stop());

    const ask = (text: string, signal = new AbortController().signal) =>
      fixture.provider.stream(
        { model: fixture.model, messages: [{ role: 'user', text }] } satisfies ChatRequest,
        signal,
      );

    it('lists models by its own ids, and each once', async () => {
      const ids = (await fixture.provider.models(new AbortController().signal)).map(({ id }) => id);
      assert.ok(ids.includes(fixture.model));
      assert.equal(new Set(ids).size, ids.length);
    });

    it('gives content, then exactly one end, and after it nothing but usage', async () => {
      const events = await Array.fromAsync(ask(fixture.longQuestion));
      const end = events.findIndex(({ type }) => type === 'end');
      assert.ok(end > 1);
      assert.ok(
        events.findLastIndex(({ type }) => type === 'accepted') <= 0,
        'it was accepted once, and first',
      );
      assert.ok(
        events.slice(0, end).some((event) => event.type === 'text-delta' && event.text !== ''),
      );
      assert.ok(events.slice(end + 1).every(({ type }) => type === 'usage'));
      await fixture.idle();
    });

    it('gives the same answer to the same question', async () => {
      const [first, second] = [
        await textOf(ask(fixture.longQuestion)),
        await textOf(ask(fixture.longQuestion)),
      ];
      assert.equal(first, second);
    });

    it('gives nothing when it is aborted before it starts', async () => {
      assert.deepEqual(await Array.fromAsync(ask(fixture.longQuestion, AbortSignal.abort())), []);
    });

    it('ends quietly, without an end, when it is aborted in the middle', async () => {
      const stopping = new AbortController();
      const events: ProviderEvent[] = [];
      for await (const event of ask(fixture.longQuestion, stopping.signal)) {
        events.push(event);
        if (event.type !== 'accepted') stopping.abort();
      }
      assert.equal(events.filter(({ type }) => type !== 'accepted').length, 1);
      assert.notEqual(events.at(-1)?.type, 'end');
      await fixture.idle();
    });

    it('frees everything when its reader leaves early', async () => {
      for (const moment of ['accepted', 'text-delta', 'end']) {
        for await (const event of ask(fixture.longQuestion)) if (event.type === moment) break;
        await fixture.idle();
      }
    });

    it('throws a ProviderError with its name, after the text that came before', async () => {
      const events: ProviderEvent[] = [];
      await assert.rejects(
        async () => {
          for await (const event of ask(fixture.failingQuestion)) events.push(event);
        },
        (error) => error instanceof ProviderError && error.provider === fixture.provider.name,
      );
      assert.ok(events.some(({ type }) => type === 'text-delta'));
      assert.ok(events.every(({ type }) => type !== 'end'));
      await fixture.idle();
    });

    it('throws a ProviderError for an unknown model', async () => {
      const stream = fixture.provider.stream(
        { model: 'no-such-model', messages: [{ role: 'user', text: 'Hello' }] },
        new AbortController().signal,
      );
      await assert.rejects(
        () => Array.fromAsync(stream),
        (error) => error instanceof ProviderError && error.kind === 'not_found',
      );
    });
  });
}

async function textOf(events: AsyncIterable<ProviderEvent>): Promise<string> {
  let text = '';
  for await (const event of events) if (event.type === 'text-delta') text += event.text;
  return text;
}
