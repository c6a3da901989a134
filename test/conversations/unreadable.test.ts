import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Conversations } from '../../src/contracts/conversations.ts';
import type { Turn, Turns } from '../../src/contracts/turns.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { StoreError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import type { StorageAdapter } from '../../src/store/local-adapter.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { channel, said } from './messages.ts';

/** Texts that no version of Parley has written, or can read. */
const UNREADABLE: readonly string[] = [
  '{broken',
  '',
  'null',
  '{}',
  '{"value":null}',
  '{"value":"text"}',
  '{"value":[]}',
  '{"value":{"format":1}}',
  '{"value":{"format":2,"sequence":1,"epoch":0,"settings":{},"turns":[]}}',
  '{"value":{"format":1,"sequence":"1","epoch":null,"settings":5,"turns":{},"conversation":{}}}',
];

let clock: FakeClock;
let adapter: StorageAdapter;
let turns: Turns;
let conversations: Conversations;
let lines: { key?: string }[];

/** Opens the store as a new process does. */
async function restart() {
  lines = [];
  const log = { ...silentLog, error: (fields: { key?: string }) => lines.push(fields) };
  const store = createStore({ adapter, clock });
  ({ turns, conversations } = await openConversations({ store, clock, log }));
}

beforeEach(async () => {
  clock = createFakeClock();
  adapter = createMemoryAdapter({ clock });
  await restart();
});

async function ask(text: string, room = 'room'): Promise<Turn> {
  assert.equal(await turns.accept(said({ text, in: room })), 'accepted');
  const turn = await turns.claim();
  assert.ok(turn);
  return turn;
}

async function talk(text: string, room = 'room'): Promise<void> {
  const versions = [{ text: `answer to ${text}`, provider: 'p', model: 'm', end: 'stop' } as const];
  await turns.close(await ask(text, room), { state: 'done', versions });
}

async function historyOf(turn: Turn): Promise<(string | undefined)[]> {
  return (await Array.fromAsync(conversations.history(turn))).map(({ inputs }) => inputs[0]?.text);
}

const textOf = async (key: string) => String(await adapter.get(key));

/** Changes a stored value as an earlier version may have written it. */
async function change(key: string, edit: (value: Record<string, unknown>) => void): Promise<void> {
  const entry = JSON.parse(await textOf(key));
  edit(entry.value);
  await adapter.set(key, JSON.stringify(entry));
}

for (const text of UNREADABLE) {
  describe(`with ${text || 'an empty text'} in place of`, () => {
    test('an ended turn, the history goes on without it, before and after a reset', async () => {
      await talk('1');
      await talk('2');
      await talk('3');
      await adapter.set('turn:test:room#2', text);
      const turn = await ask('4');
      assert.deepEqual(await historyOf(turn), ['3', '1']);
      await turns.close(turn, { state: 'done' });
      await conversations.reset(channel('room'));
      await talk('5');
      assert.deepEqual(await historyOf(await ask('6')), ['5']);
      assert.equal(
        (await conversations.find(channel('room'), { messageId: 'x' }))?.turn,
        undefined,
      );
      assert.equal(await conversations.find(channel('room'), { sequence: 2 }), undefined);
      assert.deepEqual(
        lines.map(({ key }) => key),
        ['turn:test:room#2'],
        'told once, with its key',
      );
    });

    test('all turns of a read, older ones are still found', async () => {
      for (let n = 1; n <= 22; n += 1) await talk(`${n}`);
      for (let n = 3; n <= 22; n += 1) await adapter.set(`turn:test:room#${n}`, text);
      assert.deepEqual(await historyOf(await ask('now')), ['2', '1']);
    });

    test('the head, the next turn overwrites no turn, and the history stays', async () => {
      await talk('1');
      await conversations.reset(channel('room'));
      for (let n = 2; n <= 12; n += 1) await talk(`${n}`);
      await adapter.set('head:test:room', text);
      await restart();

      const results = await Promise.all([
        Array.fromAsync(conversations.since(channel('room'))),
        turns.accept(said({ text: '13' })),
        conversations.find(channel('room'), {}),
        Array.fromAsync(conversations.since(channel('room'))),
      ]);
      assert.equal(results[1], 'accepted');
      const turn = await turns.claim();
      assert.ok(turn);
      assert.equal(turn.sequence, 13);
      assert.equal((await historyOf(turn)).length, 11);
      await conversations.reset(channel('room'));
      await turns.close(turn, { state: 'done' });
      assert.deepEqual(await historyOf(await ask('14')), []);

      assert.deepEqual(JSON.parse(await textOf('unreadable:head:test:room')).value, { text });
      assert.equal(lines.length, 1);
    });

    test('a turn that waits, the start continues the others', async () => {
      await turns.accept(said({ text: 'lost', in: 'a' }));
      await turns.accept(said({ text: 'waits', in: 'b' }));
      await adapter.set('turn:test:a#1', text);
      await restart();
      assert.equal((await turns.claim())?.inputs[0]?.text, 'waits');
      assert.equal((await ask('next', 'a')).sequence, 2);
    });

    test('the open mark, the start finds the open turns, in their order', async () => {
      for (const room of ['a', 'b', 'c']) await talk(`ended in ${room}`, room);
      for (const room of ['c', 'a', 'b']) {
        await turns.accept(said({ text: `waits in ${room}`, in: room }));
        await clock.advance(1);
      }
      await adapter.set('open', text);
      await restart();
      const found: (string | undefined)[] = [];
      for (let turn = await turns.claim(); turn; turn = await turns.claim())
        found.push(turn.inputs[0]?.text);
      assert.deepEqual(found, ['waits in c', 'waits in a', 'waits in b']);
      await restart();
      assert.deepEqual(lines, [], 'the mark is whole again');
    });

    test('the move of a channel, the channel goes on under its new id', async () => {
      await talk('1', 'old');
      await conversations.move(channel('old'), channel('new'));
      await talk('2', 'new');
      await adapter.set('alias:test:new', text);
      await restart();
      assert.deepEqual(await historyOf(await ask('3', 'new')), []);
      assert.equal(lines.length, 1);
    });

    test('a mark of a seen message, the message is not swallowed', async () => {
      const message = said({ text: '1' });
      await adapter.set(`seen:test:room:${message.message.id}:${message.message.sentAt}`, text);
      const isMark = text.includes('"format"');
      assert.equal(await turns.accept(message), isMark ? 'duplicate' : 'accepted');
    });
  });
}

describe('a stored turn with a wrong part', () => {
  const key = 'turn:test:room#1';
  const withInput = (part: object) =>
    change(key, ({ inputs }) => Object.assign((inputs as object[])[0] ?? {}, part));

  for (const [name, part] of Object.entries({
    'a quote whose text is a number': { quoted: { id: '1', isOwn: true, text: 5 } },
    'a quote that is a text': { quoted: 'words' },
    'attachments that are no list': { attachments: { name: 5 } },
    'an attachment without a name': { attachments: [{ ref: 'r' }] },
    'an album id that is a number': { albumId: 5 },
  })) {
    test(`counts without ${name}`, async () => {
      await talk('1');
      await withInput(part);
      const [earlier] = await Array.fromAsync(conversations.history(await ask('2')));
      const [input] = earlier?.inputs ?? [];
      assert.equal(input?.text, '1');
      assert.equal(input?.quoted, undefined);
      assert.deepEqual(input?.attachments, []);
      assert.equal(input?.albumId, undefined);
    });
  }

  for (const [name, part] of Object.entries({
    'a text that is a number': { text: 5 },
    'no author': { author: undefined },
    'a channel that is a text': { channel: 'room' },
  })) {
    test(`is left out with ${name}`, async () => {
      await talk('1');
      await withInput(part);
      assert.deepEqual(await historyOf(await ask('2')), []);
      assert.equal(lines.length, 1);
    });
  }

  test('is left out when it is a copy of another turn', async () => {
    await talk('1');
    await talk('2');
    await adapter.set(key, await textOf('turn:test:room#2'));
    assert.deepEqual(await historyOf(await ask('3')), ['2']);
  });

  test('keeps the fields that this version does not know', async () => {
    await talk('1');
    await withInput({ future: { a: 1 } });
    const [earlier] = await Array.fromAsync(conversations.history(await ask('2')));
    assert.deepEqual(Object(earlier?.inputs[0]).future, { a: 1 });
  });
});

test('a turn on a damaged page is answered all the same, and stops no other conversation', async () => {
  await turns.accept(said({ text: 'first', in: 'damaged' }));
  await turns.accept(said({ text: 'second', in: 'other' }));
  const { setMany } = adapter;
  adapter.setMany = async (entries) => {
    if (entries.some(({ key }) => key.startsWith('turn:test:damaged')))
      throw new StoreError('The file is damaged.', { kind: 'damaged' });
    return setMany(entries);
  };

  const running = await turns.claim();
  assert.equal(running?.inputs[0]?.text, 'first');
  assert.equal((await turns.claim())?.inputs[0]?.text, 'second');
  await turns.close(running, { state: 'done' });
  assert.deepEqual(await turns.open(channel('damaged')), []);
  await assert.rejects(turns.accept(said({ in: 'damaged' })), { kind: 'damaged' });
});

describe('a head with a wrong part', () => {
  test('on a damaged page can still be read, though not changed', async () => {
    await talk('1');
    const damage = async () => {
      throw new StoreError('The file is damaged.', { kind: 'damaged' });
    };
    await adapter.set('head:test:room', '{');
    Object.assign(adapter, { setMany: damage });
    assert.equal((await Array.fromAsync(conversations.since(channel('room')))).length, 1);
    await assert.rejects(conversations.reset(channel('room')), { kind: 'damaged' });
  });

  test('gets a number above all others when the turns cannot be listed', async () => {
    await talk('1');
    await adapter.set('head:test:room', '{');
    adapter.findKeys = async () => {
      throw new StoreError('The file is damaged.', { kind: 'damaged' });
    };
    assert.equal((await ask('2')).sequence, Math.floor(clock.now() / 1_000) + 1);
    assert.notEqual(await adapter.get('turn:test:room#1'), undefined);
  });

  test('keeps its other parts', async () => {
    await talk('1');
    await conversations.reset(channel('room'));
    await change('head:test:room', (head) => {
      head.sequence = 'one';
    });
    const { sequence, epoch } = await ask('2');
    assert.deepEqual([sequence, epoch], [2, 1]);
  });

  test('that is missing although there are turns is rebuilt', async () => {
    await talk('1');
    await talk('2');
    await adapter.delete('head:test:room');
    const turn = await ask('3');
    assert.equal(turn.sequence, 3);
    assert.deepEqual(await historyOf(turn), ['2', '1']);
  });
});
