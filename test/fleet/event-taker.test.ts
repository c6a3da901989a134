import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLooseMessages } from '../../src/bot/intake/loose-messages.ts';
import type { Channel, ChatMessage } from '../../src/contracts/chat-message.ts';
import type { Member } from '../../src/contracts/fleet.ts';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import type { MessageArchive } from '../../src/contracts/message-archive.ts';
import type { Observation } from '../../src/contracts/observation.ts';
import type { ScopeSettings } from '../../src/contracts/settings.ts';
import { StoreError } from '../../src/errors.ts';
import type { EventToLog, PutCondition } from '../../src/fleet/event-log.ts';
import { createEventTaker } from '../../src/fleet/event-taker.ts';
import { chatKey } from '../../src/lib/chat-key.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { usualSettings } from '../helpers/usual-settings.ts';

interface Options {
  readonly settings?: Partial<ScopeSettings>;
  readonly hasArchive?: boolean;
}

const room: Channel = { platform: 'discord', id: 'room', kind: 'group', server: 's' };
const thread: Channel = { ...room, id: 'thread', kind: 'thread', parentId: 'room' };
const forwarded = { forwardedFrom: 'News' };
const archive: MessageArchive = {
  read: async () => undefined,
  readBefore: async () => [],
  readThreadStart: async () => undefined,
};
const memberOf = (id: string, role: Member['role']) => ({ id, role }) as Member;

/** A taker whose log takes down what it is asked to store. */
function setUp({ settings = {}, hasArchive = true }: Options = {}) {
  const clock = createFakeClock();
  const puts: string[] = [];
  const observed: Observation[] = [];
  const state = { isHosted: false, isFailing: false, failsOnce: false, takesPart: false };
  let members = [memberOf('a', 'gateway')];
  let onMembers = () => {};
  let lastId = 0;

  const loose = createLooseMessages({
    access: { check: () => ({ allowed: true }), may: async () => true },
    settingsOf: usualSettings(settings),
    findPlatform: () => (hasArchive ? { archive } : {}),
    conversations: { find: async () => (state.takesPart ? ({} as never) : undefined) },
    observe: (observation) => void observed.push(observation),
    clock,
  });
  const taker = createEventTaker({
    async put(events: readonly EventToLog[], condition?: PutCondition) {
      if (state.isFailing || state.failsOnce) {
        state.failsOnce = false;
        throw new StoreError('away', { kind: 'unreachable' });
      }
      const names = events.map(nameOf).join(' ');
      puts.push(condition?.onlyWhereHosted ? `where hosted: ${names}` : names);
      return !condition?.onlyWhereHosted || state.isHosted;
    },
    chatOf: chatKey,
    loose,
    fleet: {
      members: () => members,
      onMembers(onChange) {
        onMembers = onChange;
        return () => {};
      },
    },
    clock,
  });

  function read(text: string, more: Partial<ChatMessage> & { readonly by?: string } = {}) {
    const { by = 'ann', ...message } = more;
    lastId += 1;
    const author = { id: by, name: by, isBot: false, isServerAdmin: false, roles: [] };
    return {
      id: String(lastId),
      channel: room,
      author,
      addressed: false as const,
      text,
      attachments: [],
      sentAt: clock.now(),
      ...message,
    };
  }

  function eventOf(kind: 'message' | 'edited', message: ChatMessage): InboundEvent {
    return { kind, message, address: { channel: message.channel, questionId: message.id } };
  }

  return {
    clock,
    puts,
    state,
    taker,
    /** The messages that no process dealt with, by why they are no question. */
    declined: () => observed.map((each) => each.kind === 'message' && each.declined),
    /** What was put since the last call. */
    take: () => puts.splice(0),

    async say(text: string, more: Parameters<typeof read>[1] = {}): Promise<ChatMessage> {
      const message = read(text, more);
      await taker.take(eventOf('message', message));
      return message;
    },

    deliver: (message: ChatMessage) => taker.take(eventOf('message', message)),
    edit: (message: ChatMessage) => taker.take(eventOf('edited', message)),
    remove: ({ channel, id }: ChatMessage) =>
      taker.take({ kind: 'deleted', channel, messageId: id }),

    change(...now: readonly Member[]) {
      members = [...now];
      onMembers();
    },
  };
}

function nameOf({ event, isLoose }: EventToLog): string {
  const text = event.kind === 'message' || event.kind === 'edited' ? event.message.text : '';
  const kind = event.kind === 'message' ? '' : event.kind;
  return `${isLoose ? '~' : ''}${[kind, text].filter(Boolean).join(' ')}`;
}

/** A taker that has heard that nobody hosts the room. */
async function setUpQuiet(options: Options = {}) {
  const all = setUp(options);
  await all.say('hello');
  assert.deepEqual(all.take(), ['where hosted: ~hello']);
  return all;
}

const ask = { addressed: 'mention' } as const;

describe('the taker of events', () => {
  test('stores nothing of what people write to each other, and counts it', async () => {
    const { say, take, declined, clock } = await setUpQuiet();
    await say('to you');
    await say('to me', { by: 'bob' });
    assert.deepEqual(take(), []);
    assert.deepEqual(declined(), ['unaddressed', 'unaddressed', 'unaddressed']);
    assert.equal(clock.pending, 0);
  });

  test('holds the parts of a question, and stores them before it', async () => {
    const { say, take, declined, clock } = await setUpQuiet();
    await say('first', forwarded);
    await clock.advance(900);
    await say('second', forwarded);
    await say('of another person', { ...forwarded, by: 'bob' });
    await clock.advance(900);
    await say('question', ask);
    assert.deepEqual(take(), ['~first ~second question']);
    await say('and mine', { ...ask, by: 'bob' });
    assert.deepEqual(take(), ['~of another person and mine']);
    assert.deepEqual(declined(), ['unaddressed']);
    assert.equal(clock.pending, 0);
  });

  const windows = [
    { what: 'a forward', part: forwarded, ms: 1_000 },
    { what: 'a text that its app may have split', part: { isNearLimit: true }, ms: 1_500 },
  ];
  for (const { what, part, ms } of windows) {
    test(`forgets ${what} when its question cannot follow any more`, async () => {
      const { say, take, declined, clock } = await setUpQuiet();
      await say('in time', part);
      await clock.advance(ms);
      await say('question', ask);
      assert.deepEqual(take(), ['~in time question']);

      await say('again');
      await say('too early', part);
      await clock.advance(ms + 1);
      await say('question', ask);
      assert.deepEqual(take(), ['where hosted: ~again', 'question']);
      await clock.advance(5_000);
      assert.deepEqual(declined(), ['unaddressed', 'unaddressed', 'unaddressed']);
      assert.equal(clock.pending, 0);
    });
  }

  test('stores everything while the chat has a host, in its order', async () => {
    const { say, take, state } = await setUpQuiet();
    await say('part', forwarded);
    await say('question', { ...ask, by: 'bob' });
    state.isHosted = true;
    await say('rest', forwarded);
    await say('to you');
    assert.deepEqual(take(), ['question', 'where hosted: ~part ~rest', 'where hosted: ~to you']);
  });

  const atOnce: readonly (readonly [string, Partial<ChatMessage>, Options?])[] = [
    ['mentions the bot', { addressed: 'mention' }],
    ['replies to the bot', { addressed: 'reply' }],
    ['is in a thread of the bot', { addressed: 'thread', channel: thread }],
    ['is for the bot alone', { addressed: 'direct', channel: { ...room, kind: 'direct' } }],
    ['is where everything is answered', {}, { settings: { followUp: 'always' } }],
    [
      'is where nearby messages are read',
      {},
      { settings: { nearby: { messages: 5, ageMs: 1_000, characters: 100 } } as never },
    ],
    ['is on a network that gives no message again', {}, { hasArchive: false }],
  ];
  for (const [what, message, options] of atOnce) {
    test(`stores a message at once that ${what}`, async () => {
      const { say, take } = setUp(options);
      await say('words', message);
      assert.deepEqual(take(), ['words']);
    });
  }

  test('stores what happens in a thread in which the bot takes part, and asks again after each question', async () => {
    const { say, take, state } = setUp();
    await say('before', { channel: thread });
    await say('more', { channel: thread });
    assert.deepEqual(take(), ['where hosted: ~before']);
    await say('question', { ...ask, channel: thread });
    state.takesPart = true;
    await say('after', { channel: thread });
    assert.deepEqual(take(), ['question', 'after']);
    await say('in the room');
    assert.deepEqual(take(), ['where hosted: ~in the room']);
  });

  test('stores a part as it was edited, and none that people took back', async () => {
    const { say, take, edit, remove } = await setUpQuiet();
    const first = await say('typo', forwarded);
    const second = await say('regret', forwarded);
    await edit({ ...first, text: 'mended' });
    await remove(second);
    await say('question', ask);
    assert.deepEqual(take(), ['edited mended', 'deleted', '~mended question']);
  });

  test('stores a part once that an edit made a question', async () => {
    const { say, take, edit } = await setUpQuiet();
    await say('one', forwarded);
    const other = await say('other', forwarded);
    await edit({ ...other, addressed: 'mention', text: '@bot other' });
    await say('more', ask);
    assert.deepEqual(take(), ['~one edited @bot other', 'more']);
  });

  test('keeps the parts of a question that the store does not take yet', async () => {
    const { say, take, deliver, state, clock } = await setUpQuiet();
    await say('part', forwarded);
    state.isFailing = true;
    const question: ChatMessage = { ...(await say('seen')), ...ask, id: 'q', text: 'question' };
    await assert.rejects(deliver(question), /away/);
    await clock.advance(60_000);
    await assert.rejects(deliver(question), /away/);
    state.isFailing = false;
    await deliver(question);
    await deliver(question);
    assert.deepEqual(take(), ['~part question', 'question']);
    assert.equal(clock.pending, 0);
  });

  test('does not let a message overtake the one before it that the store did not take', async () => {
    const { say, take, deliver, state } = await setUpQuiet();
    const written = await say('seen');
    const [first, second] = ['first', 'second'].map((text) => ({
      ...written,
      ...ask,
      id: text,
      text,
    }));
    assert.ok(first && second);
    state.failsOnce = true;
    const failing = deliver(first);
    const behind = deliver(second);
    await assert.rejects(failing, /away/);
    await assert.rejects(behind, /away/);
    // As the network delivers them again.
    await deliver(first);
    await deliver(second);
    assert.deepEqual(take(), ['first', 'second']);
  });

  test('holds a message once that the network delivers twice', async () => {
    const { say, take, deliver } = await setUpQuiet();
    const part = await say('part', forwarded);
    await deliver({ ...part });
    await say('question', ask);
    assert.deepEqual(take(), ['~part question']);
  });

  test('asks anew whether a chat has a host when another process may have taken its events', async () => {
    const { say, take, change } = await setUpQuiet();
    change(memberOf('a', 'gateway'), memberOf('b', 'worker'));
    await say('still quiet');
    assert.deepEqual(take(), []);
    change(memberOf('a', 'gateway'), memberOf('c', 'all'));
    await say('anew');
    assert.deepEqual(take(), ['where hosted: ~anew']);
  });

  test('asks anew after an hour', async () => {
    const { say, take, clock } = await setUpQuiet();
    await clock.advance(60 * 60_000 - 1);
    await say('quiet');
    assert.deepEqual(take(), []);
    await clock.advance(2);
    await say('later');
    assert.deepEqual(take(), ['where hosted: ~later']);
  });

  test('stores what it holds when it stops, for a host that stays', async () => {
    const { say, take, taker, clock } = await setUpQuiet();
    await say('part', forwarded);
    await taker.stop();
    assert.deepEqual(take(), ['part']);
    assert.equal(clock.pending, 0);
  });
});
