import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import {
  type LocalTelegram,
  scaleLimits,
  startLocalTelegram,
} from '../../../playground/telegram/index.ts';
import type { Address } from '../../../src/contracts/address.ts';
import type { InboundEvent, Inbox } from '../../../src/contracts/inbox.ts';
import type { Platform } from '../../../src/contracts/platform.ts';
import type { PutOptions } from '../../../src/contracts/reply-surface.ts';
import { PlatformError } from '../../../src/errors.ts';
import { sleep, systemClock } from '../../../src/lib/clock.ts';
import { createTelegram } from '../../../src/platforms/telegram/index.ts';
import { surfaceSuite } from '../../contracts/surface-suite.ts';
import { GIVE_UP_MS } from '../../helpers/give-up-ms.ts';
import { createRecordingLog } from '../../helpers/recording-log.ts';
import { receiveBefore } from './receive-before.ts';
import { commands } from './updates.ts';

/** Scales the windows and cooldowns of the local server, and the budgets with them. */
const SCALE = 0.01;

async function connectTo(telegram: LocalTelegram, inbox: Inbox): Promise<Platform> {
  const env = { TELEGRAM_TOKEN: telegram.token, TELEGRAM_API_URL: telegram.apiUrl };
  const log = createRecordingLog();
  const platform = createTelegram({ env, clock: systemClock, log, commands, timeScale: SCALE });
  assert.ok(platform);
  await platform.start(receiveBefore(platform, inbox));
  return platform;
}

/** Writes again when the limit of the chat allows it. */
async function untilAllowed(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind !== 'rate_limit') throw error;
    await sleep(systemClock, error.retryAfterMs ?? 0);
    await untilAllowed(write);
  }
}

surfaceSuite('telegram', async (t, inbox) => {
  const network = await startLocalTelegram({ limits: scaleLimits(SCALE) });
  const platform = await connectTo(network, inbox);
  t.after(async () => {
    await platform.stop();
    await network.stop();
  });
  const roomId = network.rooms().find(({ kind }) => kind === 'topic')?.id ?? '';
  return { network, platform, roomId, oversized: { text: 'x'.repeat(4097) }, findsOwn: false };
});

describe('the Telegram platform with a local Telegram', () => {
  let telegram: LocalTelegram;
  let platform: Platform;
  let events: InboundEvent[];
  let wake = () => {};

  beforeEach(async () => {
    telegram = await startLocalTelegram({ limits: scaleLimits(SCALE), friends: 'group' });
    events = [];
    platform = await connect();
  });

  afterEach(async () => {
    await platform.stop();
    await telegram.stop();
  });

  function connect(): Promise<Platform> {
    const accept = async (event: InboundEvent) => {
      events.push(event);
      wake();
    };
    return connectTo(telegram, { accept, complete: async () => [] });
  }

  const room = (name: string) => {
    const match = telegram
      .rooms()
      .find((candidate) => [candidate.name, candidate.kind].includes(name));
    assert.ok(match, `there is a room ${name}`);
    return match.id;
  };

  /** Waits for the next event of a kind. */
  async function next<Kind extends InboundEvent['kind']>(
    kind: Kind,
  ): Promise<InboundEvent & { kind: Kind }> {
    const deadline = Date.now() + GIVE_UP_MS;
    for (;;) {
      const index = events.findIndex((event) => event.kind === kind);
      // `findIndex` looked for this kind.
      if (index >= 0) return events.splice(index, 1)[0] as InboundEvent & { kind: Kind };
      assert.ok(
        Date.now() < deadline,
        `no ${kind} came, but ${events.map((event) => event.kind).join()}`,
      );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  const options = (change: Partial<PutOptions> = {}): PutOptions => ({
    state: 'final',
    key: 'k',
    signal: AbortSignal.timeout(GIVE_UP_MS),
    ...change,
  });

  const put = (address: Address, text: string, change?: Partial<PutOptions>) => {
    const surface = platform.surface(address);
    return surface.put(undefined, surface.dialect.open().update(text, 'final')[0], options(change));
  };

  const last = (roomId: string) => telegram.history(roomId).at(-1);

  test('answers a direct question with a reply that grows by edits', async () => {
    const question = await telegram.say({ roomId: room('direct'), text: 'Hi' });
    const { message, address } = await next('message');
    assert.deepEqual([message.addressed, message.text], ['direct', 'Hi']);

    const answer = await put(address, 'Hel');
    const surface = platform.surface(address);
    await surface.put(answer, { text: 'Hello' }, options());
    const shown = last(room('direct'));
    assert.deepEqual([shown?.text, shown?.edits, shown?.replyTo], ['Hello', 1, undefined]);

    await surface.remove(answer);
    await surface.remove(answer);
    assert.equal(last(room('direct'))?.id, question.id);
  });

  test('quotes a question in a private chat only where another message came between', async () => {
    const roomId = room('direct');
    const say = async (text: string) => {
      const { id } = await telegram.say({ roomId, text });
      return { id, address: (await next('message')).address };
    };
    const quotedBy = async (address: Address, text: string) => {
      await untilAllowed(() => put(address, text));
      return last(roomId)?.replyTo;
    };

    const first = await say('One');
    const second = await say('Two');
    assert.equal(await quotedBy(first.address, 'To one'), first.id);
    assert.equal(await quotedBy(second.address, 'To two'), second.id);
    const third = await say('Three');
    assert.equal(await quotedBy(third.address, 'To three'), undefined);
    assert.equal(await quotedBy(third.address, 'More to three'), third.id);

    await telegram.run({ roomId, name: 'reset' });
    assert.equal(await quotedBy((await next('command')).address, 'Done'), undefined);

    const [photo] = telegram.controls.sayAlbum({
      roomId,
      caption: 'Two pictures',
      files: ['a.png', 'b.png'].map((name) => ({ name, bytes: new Uint8Array(9) })),
    });
    const { address } = await next('message');
    await next('message');
    assert.equal(address.questionId, photo?.id);
    assert.equal(await quotedBy(address, 'Nice'), undefined, 'an album is one message');

    await platform.stop();
    const fourth = await telegram.say({ roomId, text: 'Four' });
    platform = await connect();
    assert.equal(await quotedBy(address, 'Late'), address.questionId, 'after a restart');
    assert.equal((await next('message')).message.id, fourth.id);
  });

  test('receives mentions, replies and commands in groups with privacy mode on', async () => {
    const roomId = room('Friends');
    await telegram.say({ roomId, text: 'not for bots' });
    await telegram.say({ roomId, text: '@parley_bot what is up?' });
    const { message, address } = await next('message');
    assert.deepEqual([message.addressed, message.text], ['mention', 'what is up?']);

    const answer = await put(address, 'The sky.');
    await telegram.say({ roomId, text: 'Why?', replyTo: answer.messageId });
    const reply = (await next('message')).message;
    assert.deepEqual(
      [reply.addressed, reply.quoted?.text, reply.quoted?.isOwn],
      ['reply', 'The sky.', true],
    );

    await telegram.run({ roomId, name: 'model', options: { name: 'demo' } });
    const { call } = await next('command');
    assert.deepEqual([call.name, call.options], ['model', { name: 'demo' }]);
  });

  test('keeps an answer in its topic, also in General', async () => {
    telegram.controls.setPrivacy(false);
    for (const name of ['Ideas', 'General']) {
      const roomId = room(name);
      await telegram.say({ roomId, text: 'Hello?' });
      const { message, address } = await next('message');
      assert.equal(message.channel.id, roomId);
      assert.equal(message.addressed, false);
      await put(address, `from ${name}`);
      assert.equal(last(roomId)?.text, `from ${name}`);
    }
  });

  test('receives a pressed button with its message, which the answer can replace', async () => {
    const roomId = room('direct');
    await telegram.say({ roomId, text: 'Hi' });
    const { address } = await next('message');
    const controls = [[{ id: 'model:x', label: 'X', style: 'primary' as const }]];
    const answer = await put(address, 'Choose', { controls });
    await telegram.press({ roomId, messageId: answer.messageId, buttonId: 'model:x' });
    const button = await next('button');
    assert.equal(button.id, 'model:x');

    await platform.surface(button.address).put(button.message, { text: 'Chosen' }, options());
    const shown = last(roomId);
    assert.deepEqual([shown?.text, shown?.buttons], ['Chosen', []]);
  });

  test('pings nobody and shows no link preview', async () => {
    const roomId = room('Friends');
    await telegram.say({ roomId, text: '@parley_bot ping everybody' });
    const { address } = await next('message');
    await put(address, '@robin and @yourself, see https://example.org/@robin/1');
    assert.deepEqual(last(roomId)?.pings, []);
    assert.deepEqual(telegram.controls.previews, []);
  });

  test('writes a page of the largest size, in every kind of character', async () => {
    await telegram.say({ roomId: room('direct'), text: 'Hi' });
    const { address } = await next('message');
    const { dialect } = platform.surface(address);
    for (const text of ['x'.repeat(4_000), '😀'.repeat(2_000), 'e\u0301'.repeat(2_000)]) {
      assert.equal(dialect.open().update(text, 'final').length, 1);
      await put(address, text);
      assert.equal(last(room('direct'))?.text, text);
    }
  });

  test('downloads files', async () => {
    const bytes = Buffer.from('%PDF');
    const file = { name: 'a.pdf', mime: 'application/pdf', bytes };
    await telegram.say({ roomId: room('direct'), text: 'read this', file });
    const { message } = await next('message');
    const [attachment] = message.attachments;
    assert.deepEqual(
      [attachment?.name, attachment?.mime, attachment?.bytes],
      ['a.pdf', 'application/pdf', 4],
    );

    const downloaded = await platform.fetch(attachment?.ref ?? '', AbortSignal.timeout(GIVE_UP_MS));
    assert.deepEqual(Buffer.from(downloaded), bytes);
  });

  test('takes an anonymous admin for a person, and marks a post of the linked channel', async () => {
    telegram.controls.setPrivacy(false);
    telegram.controls.sayAnonymously(room('General'), 'who am I?');
    const anonymous = (await next('message')).message.author;
    assert.deepEqual([anonymous.isBot, anonymous.isServerAdmin], [false, true]);

    telegram.controls.forwardFromChannel(room('General'), 'news');
    assert.equal((await next('message')).message.origin, 'channel');
  });

  test('reports once that it was removed from a group, and once that it was added again', async () => {
    telegram.controls.kickBot(room('Friends'));
    await next('removed');
    telegram.controls.addBot(room('Friends'));
    await next('added');
    assert.deepEqual(events, []);
  });

  test('reports a group that became a supergroup once, and answers old addresses there', async () => {
    const roomId = room('Friends');
    await telegram.say({ roomId, text: '@parley_bot hi' });
    const { address } = await next('message');
    const answer = await put(address, 'one moment');
    const newId = telegram.controls.migrate(roomId);
    const { from, to } = await next('migrated');
    assert.deepEqual([from.id, to.id], [roomId, newId]);

    const newAnswer = await platform
      .surface(address)
      .put(answer, { text: 'the answer' }, options());
    await platform.surface(address).put(newAnswer, { text: 'the whole answer' }, options());
    assert.equal(last(newId)?.text, 'the whole answer');
    assert.deepEqual(events, []);
  });

  test('fails as forbidden in a closed topic and for a person who blocked the bot, and as gone for a deleted message', async () => {
    const topic = room('Ideas');
    await telegram.say({ roomId: topic, text: '@parley_bot hi' });
    const { address } = await next('message');
    telegram.controls.closeTopic(topic);
    await assert.rejects(put(address, 'x'), { kind: 'forbidden' });

    await telegram.say({ roomId: room('direct'), text: 'Hi' });
    const direct = await next('message');
    const answer = await put(direct.address, 'Hello');
    await telegram.remove(room('direct'), answer.messageId);
    await assert.rejects(platform.surface(direct.address).put(answer, { text: 'x' }, options()), {
      kind: 'gone',
    });

    telegram.controls.blockBot();
    await assert.rejects(put(direct.address, 'x'), { kind: 'forbidden' });
  });

  test('receives after a restart the messages that came meanwhile, and none a second time', async () => {
    const roomId = room('direct');
    await telegram.say({ roomId, text: 'before' });
    await next('message');
    await platform.stop();
    await telegram.say({ roomId, text: 'meanwhile' });
    platform = await connect();
    assert.equal((await next('message')).message.text, 'meanwhile');
    assert.deepEqual(events, []);
  });

  test('shows typing', async () => {
    await telegram.say({ roomId: room('direct'), text: 'Hi' });
    const { address } = await next('message');
    const shown = Promise.withResolvers<void>();
    telegram.watch((change) => change.kind === 'typing' && shown.resolve());
    const stop = new AbortController();
    platform.surface(address).showTyping(stop.signal);
    await shown.promise;
    stop.abort();
  });
});
