import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocalNetwork, ShownMessage } from '../../playground/local-network.ts';
import type { Address } from '../../src/contracts/address.ts';
import type { Inbox } from '../../src/contracts/inbox.ts';
import type { Platform } from '../../src/contracts/platform.ts';
import type { MessageRef, PutOptions, ReplySurface } from '../../src/contracts/reply-surface.ts';
import { PlatformError, type PlatformErrorKind } from '../../src/errors.ts';
import { GIVE_UP_MS } from '../helpers/give-up-ms.ts';

/** A started platform, its local network, and the facts that the suite needs about them. */
export interface SurfaceUnderTest {
  readonly network: LocalNetwork;
  /** Started with the inbox of the suite, and connected to `network`. */
  readonly platform: Platform;
  /** A shared room in which the bot may write. */
  readonly roomId: string;
  /** A page that is longer than the network takes. */
  readonly oversized: unknown;
  /** The network lets the bot find a message of its own that it did not save. */
  readonly findsOwn: boolean;
}

/** Starts a platform, which ends with the test. */
export type StartSurface = (t: TestContext, inbox: Inbox) => Promise<SurfaceUnderTest>;

/** Defines the tests of the promises that every surface makes, on the local server of its network. */
export function surfaceSuite(name: string, start: StartSurface): void {
  describe(`surface of ${name}`, () => {
    test('an answer is shown as a reply and grows by edits in one message', async (t) => {
      const { put, shown, question } = await ask(t, start);
      const messageRef = await put(undefined, 'Hello', { state: 'growing' });
      const same = await put(messageRef, 'Hello, world', { state: 'growing' });
      await put(same, 'Hello, world!');
      const [message, ...more] = shown();
      assert.equal(message?.text, 'Hello, world!');
      assert.equal(message?.replyTo, question.id);
      assert.deepEqual(more, []);
    });

    test('a message reference and an address are plain data that outlive the surface', async (t) => {
      const { put, shown, platform, address } = await ask(t, start);
      const messageRef = await put(undefined, 'before');
      const surface = platform.surface(copy(address));
      await retryAfterLimits(() =>
        surface.put(copy(messageRef), pageOf(surface, 'after'), options()),
      );
      assert.deepEqual(texts(shown()), ['after']);
    });

    test('pages come in order, each in its own message', async (t) => {
      const { put, shown } = await ask(t, start);
      const first = await put(undefined, 'one', { key: 'a' });
      const second = await put(undefined, 'two', { key: 'b', after: first });
      await put(undefined, 'three', { key: 'c', after: second });
      await put(second, 'two, changed');
      assert.deepEqual(texts(shown()), ['one', 'two, changed', 'three']);
    });

    test('writing the same again is a success', async (t) => {
      const { put, shown } = await ask(t, start);
      const messageRef = await put(undefined, 'same');
      await put(messageRef, 'same');
      assert.deepEqual(texts(shown()), ['same']);
    });

    test('neither a create nor an edit pings anybody', async (t) => {
      const { put, shown, network } = await ask(t, start);
      const call = `@everyone @here @${network.me.name} <@${network.me.id}>`;
      const messageRef = await put(undefined, call);
      await put(messageRef, `${call} again`);
      assert.deepEqual(
        shown().flatMap(({ pings }) => pings),
        [],
      );
    });

    test('buttons are under a message until it is written without them', async (t) => {
      const { put, shown } = await ask(t, start);
      const controls = [
        [
          { id: 'model:1', label: 'One' },
          { id: 'model:2', label: 'Two' },
        ],
        [{ id: 'model:3', label: 'Three' }],
      ];
      const messageRef = await put(undefined, 'choose', { controls });
      const ids = () => shown()[0]?.buttons.map((row) => row.map(({ id }) => id));
      assert.deepEqual(ids(), [['model:1', 'model:2'], ['model:3']]);
      await put(messageRef, 'chosen');
      assert.deepEqual(ids(), []);
    });

    test('removing a message twice succeeds', async (t) => {
      const { put, shown, surface } = await ask(t, start);
      const messageRef = await put(undefined, 'soon gone');
      await retryAfterLimits(() => surface.remove(messageRef));
      await retryAfterLimits(() => surface.remove(messageRef));
      assert.deepEqual(shown(), []);
    });

    test('a message that somebody deleted is gone', async (t) => {
      const { put, network, roomId } = await ask(t, start);
      const messageRef = await put(undefined, 'here');
      await network.remove(roomId, messageRef.messageId);
      await assert.rejects(put(messageRef, 'there'), ofKind('gone'));
    });

    test('the answer to a deleted question is shown', async (t) => {
      const { put, shown, network, roomId, question } = await ask(t, start);
      await network.remove(roomId, question.id);
      await put(undefined, 'too late');
      assert.deepEqual(texts(shown()), ['too late']);
    });

    test('a page that the network cannot take fails as invalid, and nothing is written', async (t) => {
      const { surface, shown, oversized } = await ask(t, start);
      await assert.rejects(
        retryAfterLimits(() => surface.put(undefined, oversized, options())),
        ofKind('invalid'),
      );
      assert.deepEqual(shown(), []);
    });

    test('a reached limit fails with the time to wait, and the write succeeds after it', async (t) => {
      const { surface, put, shown } = await ask(t, start);
      let messageRef = await put(undefined, 'write 0');
      let refusal: PlatformError | undefined;
      for (let count = 1; count < 100 && !refusal; count++) {
        const page = pageOf(surface, `write ${count}`);
        try {
          messageRef = await surface.put(messageRef, page, options());
        } catch (error) {
          ofKind('rate_limit')(error);
          refusal = error as PlatformError;
        }
      }
      assert.ok(refusal, 'no limit was reached');
      assert.ok((refusal.retryAfterMs ?? 0) > 0);
      await put(messageRef, 'at last');
      assert.deepEqual(texts(shown()), ['at last']);
    });

    test('a write that was canceled before it started is not made', async (t) => {
      const { surface, shown } = await ask(t, start);
      const given = options({ signal: AbortSignal.abort() });
      await assert.rejects(
        surface.put(undefined, pageOf(surface, 'never'), given),
        ofKind('canceled'),
      );
      assert.deepEqual(shown(), []);
    });

    test('a message that an earlier run may have created is found, where the network can', async (t) => {
      const { put, shown, findsOwn, platform, address } = await ask(t, start);
      await put(undefined, 'one', { key: 'a', state: 'growing' });
      const surface = platform.surface(copy(address));
      const page = pageOf(surface, 'one, grown');
      await retryAfterLimits(() =>
        surface.put(undefined, page, options({ key: 'a', mayExist: true })),
      );
      assert.deepEqual(texts(shown()), findsOwn ? ['one, grown'] : ['one', 'one, grown']);
    });

    test('typing is shown until it is stopped', async (t) => {
      const { surface, network, roomId } = await ask(t, start);
      const until = new AbortController();
      t.after(() => until.abort());
      const typed = new Promise<void>((resolve) => {
        const stop = network.watch((change) => {
          if (
            change.kind === 'typing' &&
            change.roomId === roomId &&
            change.author.id === network.bot.id
          )
            resolve();
        });
        t.after(stop);
      });
      surface.showTyping(until.signal);
      await typed;
    });

    test('surfaces of one room share the scope of their limit', async (t) => {
      const { platform, address, surface } = await ask(t, start);
      const other = platform.surface(copy({ channel: address.channel }));
      const { scope, calls, windowMs, gapMs } = surface.budget();
      assert.equal(other.budget().scope, scope);
      assert.ok(calls >= 1 && windowMs > 0 && gapMs > 0);
    });
  });
}

interface Asked extends SurfaceUnderTest {
  readonly question: ShownMessage;
  readonly address: Address;
  readonly surface: ReplySurface;
  /** Writes a text of one page, waiting where the network asks for it. */
  put(
    messageRef: MessageRef | undefined,
    text: string,
    more?: Partial<PutOptions>,
  ): Promise<MessageRef>;
  /** The bot's messages in the room, oldest first. */
  shown(): readonly ShownMessage[];
}

/** Asks the bot something as a person. The test writes the answer. */
async function ask(t: TestContext, start: StartSurface): Promise<Asked> {
  const heard = Promise.withResolvers<Address>();
  const started = await start(t, {
    async accept(event) {
      if (event.kind === 'message' && event.message.addressed) heard.resolve(event.address);
    },
    complete: async () => [],
  });
  const { network, platform, roomId } = started;
  const question = await network.say({ roomId, text: `@${network.bot.name} hello?` });
  const timeout = delay(GIVE_UP_MS, undefined, { ref: false }).then(() =>
    Promise.reject(new Error('the question was not heard')),
  );
  const address = await Promise.race([heard.promise, timeout]);
  const surface = platform.surface(address);
  return {
    ...started,
    question,
    address,
    surface,
    put: (messageRef, text, more) =>
      retryAfterLimits(() => surface.put(messageRef, pageOf(surface, text), options(more))),
    shown: () => network.history(roomId).filter(({ author }) => author.id === network.bot.id),
  };
}

/** Repeats a write after the time that a limit asks for. */
async function retryAfterLimits<Result>(write: () => Promise<Result>): Promise<Result> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      const isLimit = error instanceof PlatformError && error.kind === 'rate_limit';
      if (!isLimit || Date.now() > giveUpAt) throw error;
      await delay(error.retryAfterMs ?? 100);
    }
  }
}

function pageOf(surface: ReplySurface, text: string): unknown {
  const pages = surface.dialect.open().update(text, 'final');
  assert.equal(pages.length, 1);
  return pages[0];
}

function options(more: Partial<PutOptions> = {}): PutOptions {
  return {
    state: 'final',
    key: `answer ${crypto.randomUUID()}`,
    signal: new AbortController().signal,
    ...more,
  };
}

function ofKind(kind: PlatformErrorKind): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof PlatformError, String(error));
    assert.equal(error.kind, kind, error.message);
    return true;
  };
}

function texts(messages: readonly ShownMessage[]): string[] {
  return messages.map(({ text }) => text);
}

function copy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
