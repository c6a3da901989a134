import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDataDeletion, type DataDeletion } from '../../src/bot/data-deletion.ts';
import { createQuestionEditor } from '../../src/bot/question-editor.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import type { NewTurn, Turn } from '../../src/contracts/turns.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { channel, said } from '../conversations/messages.ts';
import { createAccessParts } from '../helpers/access-parts.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { noUsage } from '../helpers/no-usage.ts';
import { openUsualSettings } from '../helpers/usual-settings.ts';

const HERE = channel('here');
const THERE = channel('there');
const THREAD: Channel = { ...channel('thread'), kind: 'thread', parentId: 'there' };
const NEARBY = { messages: 9, characters: 999, ageMs: 60_000 };

function saidIn(place: Channel, message: NonNullable<Parameters<typeof said>[0]>): NewTurn {
  const { message: received, address } = said(message);
  return { message: { ...received, channel: place }, address: { ...address, channel: place } };
}

/** Two processes on one store: one answers in `HERE`, the other one in `THERE` and its thread. */
async function startTwo() {
  const clock = createFakeClock();
  const adapter = createMemoryAdapter({ clock });
  const store = createStore({ adapter, clock });
  const choices = await openUsualSettings(store);
  const { access } = await createAccessParts({ admins: ['9'], allowedChats: ['test:here'] });
  const relayed: InboundEvent[] = [];

  async function start(chat: string) {
    const opened = await openConversations({ store, clock, log, isShared: true });
    await opened.turns.adopt(chat);
    const superseded: Turn[] = [];
    const acceptQuestion = async () => assert.fail('nobody asks anything new');
    const editor = createQuestionEditor(
      { ...opened, ...choices, settingsOf: choices.settings.of, access, clock, acceptQuestion },
      {
        supersede: async (turn) => void superseded.push(turn),
        stopTurn: async () => assert.fail('nothing is stopped'),
      },
    );
    const relay = async (event: InboundEvent) => void relayed.push(event);
    let purges = 0;
    const purge = async () => {
      purges += 1;
    };
    const personalData = { ...opened.personalData, purge };
    const missed = { forgetPerson: async (_: string, id: string) => (id === 'eve' ? 2 : 0) };
    const parts = { ...opened, ...choices, personalData, usage: noUsage, missed, relay };
    return {
      ...opened,
      superseded,
      countPurges: () => purges,
      deletion: createDataDeletion(parts, editor),
    };
  }

  const [here, there] = [await start('test:here'), await start('test:there')];
  async function deliver(to: DataDeletion): Promise<void> {
    for (const event of relayed.splice(0)) if (event.kind === 'forgotten') await to.deleteIn(event);
  }
  async function stored(): Promise<string> {
    const values = await Promise.all((await adapter.findKeys('')).map((key) => adapter.get(key)));
    return JSON.stringify(values);
  }
  return { clock, here, there, relayed, deliver, stored };
}

type Process = Awaited<ReturnType<typeof startTwo>>['here'];

async function answer({ turns }: Pick<Process, 'turns'>, question: NewTurn): Promise<void> {
  await turns.accept(question);
  const turn = await turns.claim();
  assert.ok(turn);
  const versions = [{ text: 'answer', provider: 'p', model: 'm', end: 'stop' as const }];
  await turns.close(turn, { state: 'done', versions });
}

test('what a person said in chats of another process is found at once, and deleted by that process', async () => {
  const { clock, here, there, relayed, deliver, stored } = await startTwo();
  const ann = (text: string) => ({ by: 'ann', text });
  await answer(here, saidIn(HERE, ann('secret here')));
  await answer(there, saidIn(THERE, ann('secret there')));
  await answer(there, saidIn(THREAD, ann('secret in a thread')));
  const { author } = said({ by: 'ann' }).message;
  const quoting = saidIn(THERE, { by: 'bob', text: 'look' });
  const quoted = { id: 'x', author, isOwn: false, text: 'secret quote', attachments: [] };
  await answer(there, { ...quoting, message: { ...quoting.message, quoted } });
  await there.pins.add(channel('pinned'), { messageId: 'p', author, text: 'secret pin' });
  there.nearby.record(saidIn(THERE, ann('secret around')).message, NEARBY);
  await clock.advance(1_000);

  const deleted = await here.deletion.deleteAll({ id: 'ann' }, HERE);
  assert.deepEqual(deleted, { questions: 3, quotes: 2, pins: 1, conversations: 3 });
  assert.doesNotMatch(await stored(), /secret here/);
  assert.match(await stored(), /secret there/, 'only the other process may change it');
  assert.deepEqual(
    relayed.map((event) => event.kind === 'forgotten' && [event.conversation, event.channel]),
    [
      ['test:there', THERE],
      ['test:thread', THREAD],
      ['test:pinned', channel('pinned')],
    ],
  );

  assert.deepEqual([here.countPurges(), there.countPurges()], [1, 0]);
  await deliver(there.deletion);
  assert.doesNotMatch(await stored(), /secret/);
  assert.equal(there.countPurges(), 3, 'nothing stays on the disk');
  assert.deepEqual(await here.deletion.deleteAll({ id: 'ann' }, HERE), {
    questions: 0,
    quotes: 0,
    pins: 0,
    conversations: 0,
  });
  assert.deepEqual(relayed, []);
});

test('the running questions of a person end in the process that answers them, and only theirs', async () => {
  const { here, there, deliver, stored } = await startTwo();
  await there.turns.accept(saidIn(THERE, { by: 'ann', text: 'secret' }));
  const running = await there.turns.claim();
  assert.ok(running);
  await there.turns.accept(saidIn(THERE, { by: 'bob', text: 'stays' }));
  const deleted = await here.deletion.deleteAll({ id: 'ann' }, HERE);
  assert.deepEqual(deleted, { questions: 1, quotes: 0, pins: 0, conversations: 1 });
  assert.deepEqual(there.superseded, []);
  await deliver(there.deletion);
  assert.deepEqual(
    there.superseded.map(({ id, inputs }) => [id, inputs]),
    [[running.id, []]],
  );
  assert.doesNotMatch(await stored(), /secret/);
  assert.match(await stored(), /stays/);
});

test('a deletion that is delivered twice, or to a process that never saw the chat, does it once', async () => {
  const { here, there, relayed, stored } = await startTwo();
  await answer(there, saidIn(THERE, { by: 'ann', text: 'secret' }));
  await here.deletion.deleteAll({ id: 'ann' }, HERE);
  there.turns.leave('test:there');
  await here.turns.adopt('test:there');
  const [event] = relayed;
  assert.ok(event?.kind === 'forgotten');
  await here.deletion.deleteIn(event);
  await here.deletion.deleteIn(event);
  assert.doesNotMatch(await stored(), /secret/);
});

test('questions that are only offered count as deleted', async () => {
  const { here } = await startTwo();
  const deleted = await here.deletion.deleteAll({ id: 'eve' }, HERE);
  assert.equal(deleted.questions, 2);
  assert.equal(here.countPurges(), 1);
});
