import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { QuotedMessage } from '../../src/contracts/chat-message.ts';
import type { Conversations } from '../../src/contracts/conversations.ts';
import type { PersonalData } from '../../src/contracts/personal-data.ts';
import type { Pins } from '../../src/contracts/pins.ts';
import type { NewTurn, Turns } from '../../src/contracts/turns.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { channel, said } from './messages.ts';

let turns: Turns;
let conversations: Conversations;
let pins: Pins;
let personalData: PersonalData;
let adapter: ReturnType<typeof createMemoryAdapter>;

beforeEach(async () => {
  const clock = createFakeClock();
  adapter = createMemoryAdapter({ clock });
  const store = createStore({ adapter, clock });
  ({ turns, conversations, pins, personalData } = await openConversations({
    store,
    clock,
    log: silentLog,
  }));
});

async function talk(question: NewTurn): Promise<void> {
  await turns.accept(question);
  const turn = await turns.claim();
  assert.ok(turn);
  const answerId = `answer to ${question.message.id}`;
  await turns.checkpoint(turn, { answerMessages: [{ messageId: answerId }], creating: false });
  const text = `re ${question.message.text}`;
  const versions = [{ text, provider: 'p', model: 'm', end: 'stop' as const }];
  await turns.close(turn, { state: 'done', versions });
}

function quoting(question: NewTurn, quoted: Omit<QuotedMessage, 'attachments'>): NewTurn {
  const message = { ...question.message, quoted: { ...quoted, attachments: [] } };
  return { ...question, message };
}

const author = (id: string) => said({ by: id }).message.author;

async function stored(): Promise<string> {
  const values = await Promise.all((await adapter.findKeys('')).map((key) => adapter.get(key)));
  return JSON.stringify(values);
}

describe('the deletion of what a person has said', () => {
  test('takes the questions, their answers, quotes and pins in every conversation', async () => {
    await talk(said({ by: 'ann', text: 'secret one', id: 'q1' }));
    await talk(said({ by: 'ann', text: 'secret two', in: 'other', id: 'q2' }));
    const quotes = said({ by: 'bob', text: 'look at this' });
    await talk(
      quoting(quotes, { id: 'q1', author: author('ann'), isOwn: false, text: 'secret one' }),
    );
    const quotesAnswer = said({ by: 'bob', text: 'and this' });
    await talk(
      quoting(quotesAnswer, {
        id: 'answer to q1',
        author: author('bot'),
        isOwn: true,
        text: 're secret one',
      }),
    );
    const pin = { messageId: 'x', author: { id: 'ann', name: 'Ann' }, text: 'secret three' };
    await pins.add(channel('room'), pin);
    await pins.add(channel('room'), { messageId: 'answer to q1', text: 're secret one' });
    await pins.add(channel('room'), { messageId: 'answer to q2', text: 'of another message' });

    assert.deepEqual(await personalData.delete('test', 'ann'), {
      questions: 2,
      quotes: 2,
      pins: 2,
      conversations: 2,
    });
    assert.doesNotMatch(await stored(), /secret/);
    assert.match(await stored(), /look at this.*and this/);
  });

  test('takes the titles of the threads that were opened for questions', async () => {
    const question = said({ by: 'ann', text: 'secret one' });
    const thread = { ...question.address.channel, kind: 'thread' as const, name: 'secret title' };
    await talk({ ...question, address: { channel: thread, opensThread: 'secret title' } });
    await personalData.delete('test', 'ann');
    assert.doesNotMatch(await stored(), /secret/);
  });

  test('leaves what others said, and people of the same id on another network', async () => {
    await talk(said({ by: 'bob', text: 'mine' }));
    assert.equal((await personalData.delete('test', 'ann')).questions, 0);
    assert.equal((await personalData.delete('elsewhere', 'bob')).questions, 0);
    assert.match(await stored(), /mine/);
  });

  test('takes the background that stood behind the questions of others', async () => {
    const question = said({ by: 'bob', text: 'so?' });
    await turns.accept(question);
    const turn = await turns.claim();
    assert.ok(turn);
    const message = {
      id: '1',
      author: author('ann'),
      isOwn: false,
      text: 'secret start',
      attachments: [],
    };
    await turns.keepMaterial(turn, { files: [], background: [{ kind: 'thread', message }] });
    assert.equal((await personalData.delete('test', 'ann')).quotes, 1);
    assert.doesNotMatch(await stored(), /secret/);
    assert.equal((await turns.open(channel('room')))[0]?.material?.background.length, 0);
  });

  test('leaves the conversation able to go on', async () => {
    await talk(said({ by: 'ann', text: 'gone' }));
    await talk(said({ by: 'bob', text: 'stays' }));
    await personalData.delete('test', 'ann');
    await turns.accept(said({ by: 'cem', text: 'next' }));
    const turn = await turns.claim();
    assert.ok(turn);
    const history = await Array.fromAsync(conversations.history(turn));
    assert.deepEqual(
      history.map(({ inputs }) => inputs[0]?.text),
      ['stays'],
    );
  });
});
