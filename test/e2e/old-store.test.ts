import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import type { LocalTelegram } from '../../playground/telegram/index.ts';
import { OLD_STORE } from '../helpers/old-store.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  type Endings,
  roomOf,
  startBot,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { withoutDateLines } from '../helpers/without-date-lines.ts';

/** The buttons that commit 58773b6 put under the second of two versions. */
const VERSION_BUTTONS = [
  { text: '◀', callback_data: 'regenerate:1:0' },
  { text: '2/2', callback_data: 'regenerate:1:1' },
  { text: 'Regenerate', callback_data: 'regenerate:1:2' },
];

/** Calls the Bot API as the bot itself does. */
async function callApi(
  { apiUrl, token }: LocalTelegram,
  method: string,
  body: object,
): Promise<unknown> {
  const response = await fetch(`${apiUrl}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { ok, result } = (await response.json()) as { ok: boolean; result: unknown };
  assert.equal(ok, true, method);
  return result;
}

/**
 * Repeats the chats in a new local Telegram, which numbers its
 * messages in the same way, so the ids in the store fit them.
 */
async function repeatChats(telegram: LocalTelegram): Promise<void> {
  const direct = roomOf(telegram, 'direct');
  const group = roomOf(telegram, 'group');
  const say = async (roomId: string, text: string, expectedId: string) => {
    const { id } = await telegram.say({ roomId, text });
    assert.equal(id, expectedId);
  };
  const answer = (roomId: string, text: string, buttons: object[] = []) =>
    callApi(telegram, 'sendMessage', {
      chat_id: Number(roomId),
      text,
      reply_markup: { inline_keyboard: [buttons] },
    });

  await say(direct, 'Say the name of a nut', '2');
  await answer(direct, 'I say hazel.', VERSION_BUTTONS);
  await say(group, '@parley_bot The first question', '2');
  await answer(group, 'The first answer.');
  await say(group, '@parley_bot The last question', '4');
  await answer(group, 'The beginning of an answer');

  // The earlier Parley has confirmed these updates.
  await callApi(telegram, 'getUpdates', { offset: -1 });
  const updates = (await callApi(telegram, 'getUpdates', {})) as { update_id: number }[];
  const lastId = updates.at(-1)?.update_id ?? 0;
  await callApi(telegram, 'getUpdates', { offset: lastId + 1 });
}

/** The whole bot on a copy of the old store. */
async function setUp(t: Endings) {
  const networks = await startNetworksAndDisk(t);
  const model = await startOpenAiServer({ script: sayText('The whole answer.') });
  t.after(() => model.stop());
  await copyFile(OLD_STORE, String(networks.env.STORE_URL).replace('sqlite:', ''));
  await repeatChats(networks.telegram);
  const env = {
    ...networks.env,
    OPENAI_BASE_URL: model.url,
    DEFAULT_MODEL: 'openai/test-model',
  };
  return { ...networks, model, start: () => startBot(t, env) };
}

describe('Parley on the store of commit 58773b6', () => {
  test('ends the answer that was cut off in the same message, and remembers what came before', async (t) => {
    const { telegram, model, start } = await setUp(t);
    const roomId = roomOf(telegram, 'group');
    const [, cutOff] = botMessages(telegram, roomId);
    await start();
    const whole = await waitFor(telegram, 'the whole answer', () =>
      botMessages(telegram, roomId).find(({ text }) => text === 'The whole answer.'),
    );
    assert.equal(whole.id, cutOff?.id);
    assert.equal(botMessages(telegram, roomId).length, 2);
    const contents = model.streams[0]?.body.messages.map(({ content }) => content) ?? [];
    assert.deepEqual(
      contents.slice(-3).map((content) => withoutDateLines(content).replace(/^\w+: /, '')),
      ['The first question', 'The first answer.', 'The last question'],
    );
  });

  test('shows the other version when its old button is pressed', async (t) => {
    const { telegram, start } = await setUp(t);
    const roomId = roomOf(telegram, 'direct');
    const [answer] = botMessages(telegram, roomId);
    assert.ok(answer);
    await start();
    await telegram.press({ roomId, messageId: answer.id, buttonId: 'regenerate:1:0' });
    const shown = await waitFor(telegram, 'the first version', () =>
      botMessages(telegram, roomId).find(({ text }) => text === 'I say walnut.'),
    );
    assert.equal(shown.id, answer.id);
  });

  test('answers on Discord by the chosen model, with the history', async (t) => {
    const { discord, start } = await setUp(t);
    await start();
    const question = await discord.say({ roomId: roomOf(discord, 'direct'), text: 'what was it?' });
    await waitForAnswer(discord, question, /I remember 2 messages.*walnut/);
  });

  test('does not remember on Discord what came before a reset', async (t) => {
    const { discord, model, start } = await setUp(t);
    await start();
    const question = await discord.say({
      roomId: roomOf(discord, 'channel', 'general'),
      text: '@Parley And now?',
    });
    await waitForAnswer(discord, question, /^The whole answer\.$/);
    const stream = model.streams.find(({ question }) => question.includes('And now?'));
    const prompt = stream?.body.messages.map(({ content }) => content).join('\n') ?? '';
    assert.match(prompt, /A question after the reset[\s\S]*Remembered\./);
    assert.doesNotMatch(prompt, /before the reset|Forgotten/);
  });
});
