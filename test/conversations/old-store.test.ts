import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, type TestContext, test } from 'node:test';
import { buildPrompt } from '../../src/bot/prompt/build-prompt.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { readOldChoices } from '../../src/conversations/read-old-choices.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { acquireLease } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open-store.ts';
import { OLD_STORE } from '../helpers/old-store.ts';
import { usualSettings } from '../helpers/usual-settings.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const folder = temporaryFolder();
let copies = 0;

const telegramDirect: Channel = { platform: 'telegram', id: '5100000001', kind: 'direct' };
const telegramGroup: Channel = { platform: 'telegram', id: '-1002100000001', kind: 'group' };
const discordChannel: Channel = { platform: 'discord', id: '1456074443980800006', kind: 'group' };

/** Opens a copy of the old store, as the app does. */
async function openOldStore(t: TestContext, change?: string) {
  copies += 1;
  const path = join(folder, `${copies}.sqlite`);
  copyFileSync(OLD_STORE, path);
  if (change) {
    const database = new DatabaseSync(path);
    database.exec(change);
    database.close();
  }

  const options = { clock: systemClock, log: silentLog };
  const store = await openStore({ url: `sqlite:${path}`, ...options });
  const lease = await acquireLease({ store, ...options, onLost: () => assert.fail('lease lost') });
  t.after(async () => {
    await lease.release();
    await store.close();
  });
  const opened = await openConversations({ store, ...options });
  return { ...opened, readOldChoices: () => readOldChoices(store, options.log) };
}

describe('the store that commit 58773b6 left behind when it was killed', () => {
  test('still has the model that people chose', async (t) => {
    const { readOldChoices } = await openOldStore(t);
    const choices = await readOldChoices();
    assert.deepEqual(Object.fromEntries(choices), {
      'discord:1456074443980800009': { model: 'demo/swift' },
    });
  });

  test('still has all versions of an answer, and the messages that show it', async (t) => {
    const { conversations } = await openOldStore(t);
    const found = await conversations.find(telegramDirect, { messageId: '3' });
    assert.ok(found);
    const { versions, shownVersion, answerMessages, state } = found.turn;
    assert.deepEqual(
      versions.map(({ text, provider, model, end }) => [text, provider, model, end]),
      [
        ['I say walnut.', 'openai', 'test-model', 'stop'],
        ['I say hazel.', 'openai', 'test-model', 'stop'],
      ],
    );
    assert.deepEqual([state, shownVersion], ['done', 1]);
    assert.deepEqual(answerMessages, [{ messageId: '3', chatId: '5100000001' }]);
  });

  test('lets people page through the versions, and keeps the one that they chose', async (t) => {
    const { turns, conversations } = await openOldStore(t);
    const running = await turns.claim();
    assert.ok(running);
    await turns.close(running, { state: 'done' });

    const found = await conversations.find(telegramDirect, { sequence: 1 });
    assert.ok(found);
    assert.equal(await turns.reopen(found.turn, { kind: 'show', version: 0 }), 'reopened');
    const rerun = await turns.claim();
    assert.ok(rerun);
    assert.equal(rerun.id, found.turn.id);
    assert.deepEqual(rerun.rerun, { kind: 'show', version: 0, hasBegun: true });
    await turns.close(rerun, { state: 'done', shownVersion: 0 });
    const after = await conversations.find(telegramDirect, { sequence: 1 });
    assert.deepEqual([after?.turn.shownVersion, after?.turn.versions.length], [0, 2]);
  });

  test('still has a history that a reset cuts', async (t) => {
    const { conversations } = await openOldStore(t);
    const newest = await conversations.find(discordChannel, { sequence: 2 });
    assert.ok(newest);
    assert.equal(newest.turn.inputs[0]?.text, 'A question after the reset');
    assert.deepEqual(await Array.fromAsync(conversations.history(newest.turn)), []);
    const forgotten = await conversations.find(discordChannel, { sequence: 1 });
    assert.equal(forgotten?.turn.epoch, 0);
    assert.equal(newest.turn.epoch, 1);
  });

  test('has a history although a quote in it holds a number, which that version stored', async (t) => {
    const { turns, conversations } = await openOldStore(
      t,
      `UPDATE entries SET value = json_set(value, '$.value.inputs[0].quoted', json('{"id":"1","isOwn":true,"text":5,"attachments":[]}'))
       WHERE key = 'turn:telegram:-1002100000001#1'`,
    );
    const turn = await turns.claim();
    assert.ok(turn);
    const prompt = await buildPrompt(
      { settingsOf: usualSettings(), router: { find: async () => undefined }, conversations },
      turn,
      'm',
    );
    assert.match(JSON.stringify(prompt.request.messages), /The first question.*The first answer/);
  });

  test('gives the turn that was cut off as the next one to run, with its message and its history', async (t) => {
    const { turns, conversations } = await openOldStore(t);
    const turn = await turns.claim();
    assert.ok(turn);
    assert.deepEqual(
      [turn.conversation, turn.sequence, turn.state, turn.resumes],
      ['telegram:-1002100000001', 2, 'running', 1],
    );
    assert.deepEqual(turn.answerMessages, [{ messageId: '5', chatId: '-1002100000001' }]);
    const history = await Array.fromAsync(conversations.history(turn));
    assert.deepEqual(
      history.map(({ inputs, versions }) => [inputs[0]?.text, versions[0]?.text]),
      [['The first question', 'The first answer.']],
    );
    assert.equal(await turns.claim(), undefined, 'no other turn is open');
    assert.equal((await turns.open(telegramGroup)).length, 1);
  });
});
