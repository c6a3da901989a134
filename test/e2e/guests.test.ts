import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworks,
  startNetworksAndDisk,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

describe('the bot on Discord where it is no member', () => {
  test('answers /ask and the menu of a message there, with a history for each person', async (t) => {
    const { discord, env } = await startNetworks(t);
    const model = await startOpenAiServer();
    t.after(() => model.stop());
    discord.controls.allowPersonalInstall(true);
    const [robin = ''] = discord.people().flatMap(({ id, name }) => (name === 'Robin' ? id : []));
    await startBot(t, { ...env, OPENAI_BASE_URL: model.url, ALLOWED_USERS: `discord:${robin}` });
    const { id: roomId } = discord.controls.addForeignServer('Elsewhere');
    const answers = (viewerId?: string) =>
      discord.history(roomId, viewerId).filter(({ author }) => author.id === discord.bot.id);
    const lastPrompt = () => JSON.stringify(model.streams.at(-1)?.body.messages);

    assert.ok(discord.commands(roomId).some(({ name }) => name === 'ask'));
    await discord.run({ roomId, name: 'ask', options: { question: 'My number is 4711.' } });
    await waitFor(discord, 'an answer', () => answers().some(({ text }) => text === 'Hello!'));
    await discord.run({ roomId, name: 'ask', options: { question: 'Which number?' } });
    await waitFor(discord, 'the next answer', () => answers().length === 2);
    assert.match(lastPrompt(), /4711/);

    const said = await discord.say({
      roomId,
      authorId: robin,
      text: 'The moon is made of cheese.',
    });
    await discord.run({ roomId, authorId: robin, name: 'Ask Parley', targetId: said.id });
    await waitFor(discord, 'an answer about the message', () => answers().length === 3);
    assert.match(lastPrompt(), /made of cheese/);
    assert.doesNotMatch(lastPrompt(), /4711/, 'another person has another history');

    await discord.run({ roomId, name: 'ask', options: { question: 'Psst', private: 'true' } });
    await waitFor(discord, 'a private answer', () => answers().length === 4);
    assert.equal(answers(robin).length, 3, 'nobody else sees it');

    const writes = discord.controls.calls.filter(({ path }) => path.includes(roomId));
    assert.deepEqual(writes, [], 'only the tokens of interactions reach that channel');
  });

  test('refuses a stranger in private, and lets only the asker use the buttons', async (t) => {
    const { discord, env } = await startNetworks(t);
    discord.controls.allowPersonalInstall(true);
    const [robin = ''] = discord.people().flatMap(({ id, name }) => (name === 'Robin' ? id : []));
    await startBot(t, env);
    const roomId = discord.controls.openForeignDirect(robin);
    const answers = (viewerId?: string) =>
      discord.history(roomId, viewerId).filter(({ author }) => author.id === discord.bot.id);

    await discord.run({ roomId, authorId: robin, name: 'ask', options: { question: 'Hi' } });
    await waitFor(discord, 'a refusal', () => answers(robin).length === 1);
    assert.match(answers(robin)[0]?.text ?? '', new RegExp(`discord:${robin}`));
    assert.equal(answers().length, 0);

    await discord.run({ roomId, name: 'ask', options: { question: 'echo first' } });
    const answer = await waitFor(discord, 'an answer with buttons', () =>
      answers().find(({ buttons }) =>
        buttons.flat().some(({ label }) => /regenerate|again/i.test(label)),
      ),
    );
    const button = answer.buttons.flat().find(({ label }) => /regenerate|again/i.test(label));
    assert.ok(button);
    const press = { roomId, messageId: answer.id, buttonId: button.id };
    await discord.press({ ...press, authorId: robin });
    await waitFor(discord, 'a refused press', () => answers(robin).length === 3);
    await discord.press(press);
    await waitFor(discord, 'another version', () =>
      answers().some(({ id, edits }) => id === answer.id && edits > answer.edits),
    );
  });

  test('keeps to one answer and five follow-ups, the last of them a file', async (t) => {
    const { discord, env } = await startNetworks(t);
    const words = Array.from({ length: 4_000 }, (_, index) => `word${index}`).join(' ');
    const model = await startOpenAiServer({
      script: sayText(words, { charactersPerDelta: 5_000 }),
    });
    t.after(() => model.stop());
    discord.controls.allowPersonalInstall(true);
    await startBot(t, { ...env, OPENAI_BASE_URL: model.url, MOST_MESSAGES: '10' });
    const { id: roomId } = discord.controls.addForeignServer('Elsewhere');
    await discord.run({ roomId, name: 'ask', options: { question: 'Count' } });
    const own = () => botMessages(discord, roomId);
    await waitFor(discord, 'the file', () => own().some(({ files }) => files.length > 0));
    assert.equal(own().length, 6);
    assert.match(own()[4]?.text ?? '', /answer\.md|file/i);
  });

  test('goes on with an answer after a restart', async (t) => {
    const { discord, env } = await startNetworksAndDisk(t);
    const model = await startOpenAiServer({
      async script(stream) {
        stream.delta('The first half of an answer, which goes on. ');
        if (stream.index === 0) await stream.held();
        stream.delta('And its end.');
        stream.finish();
      },
    });
    t.after(() => model.stop());
    discord.controls.allowPersonalInstall(true);
    const settings = { ...env, OPENAI_BASE_URL: model.url };
    const app = await startBot(t, settings);
    const { id: roomId } = discord.controls.addForeignServer('Elsewhere');
    await discord.run({ roomId, name: 'ask', options: { question: 'Hello?' } });
    await waitFor(discord, 'the first words', () => botMessages(discord, roomId).length === 1);
    await app.stop();
    await startBot(t, settings);
    await waitFor(discord, 'the answer', () =>
      botMessages(discord, roomId).some(({ text }) => /first half.*And its end\.$/.test(text)),
    );
    assert.equal(botMessages(discord, roomId).length, 1);
  });

  test('answers a private question on a server of its own in private, apart from the history there', async (t) => {
    const { discord, env } = await startNetworks(t);
    const model = await startOpenAiServer();
    t.after(() => model.stop());
    await startBot(t, { ...env, OPENAI_BASE_URL: model.url });
    const [robin = ''] = discord.people().flatMap(({ id, name }) => (name === 'Robin' ? id : []));
    const roomId = roomOf(discord, 'channel', 'general');
    const answers = (viewerId?: string) =>
      discord.history(roomId, viewerId).filter(({ author }) => author.id === discord.bot.id);
    const lastPrompt = () => JSON.stringify(model.streams.at(-1)?.body.messages);

    const bytes = Buffer.from('The file says 0815.');
    await discord.run({
      roomId,
      name: 'ask',
      options: { question: 'My number is 4711.', private: 'true' },
      files: { file: { name: 'note.txt', mime: 'text/plain', bytes } },
    });
    await waitFor(discord, 'a private answer', () => answers()[0]?.text === 'Hello!');
    assert.equal(answers()[0]?.onlyYou, true);
    assert.deepEqual(answers(robin), []);
    assert.match(lastPrompt(), /0815/);

    await discord.say({ roomId, text: '@Parley What is my number?' });
    await waitFor(discord, 'an answer for all', () => answers(robin).length === 1);
    assert.doesNotMatch(lastPrompt(), /4711/);
  });

  test('registers the commands for servers alone where people may not install the application', async (t) => {
    const { discord, env } = await startNetworks(t);
    await startBot(t, env);
    const { id: roomId } = discord.controls.addForeignServer('Elsewhere');
    assert.deepEqual(discord.commands(roomId), []);
    const room = roomOf(discord, 'channel', 'general');
    assert.ok(discord.commands(room).some(({ name }) => name === 'ask'));
  });
});

describe('the bot on Telegram where it is no member', () => {
  test('answers mentions by one message that grows, with a history for each person', async (t) => {
    const { telegram, env } = await startNetworks(t);
    const model = await startOpenAiServer();
    t.after(() => model.stop());
    telegram.controls.setGuestMode(true);
    const [robin = ''] = telegram.people().flatMap(({ id, name }) => (name === 'Robin' ? id : []));
    await startBot(t, {
      ...env,
      OPENAI_BASE_URL: model.url,
      ALLOWED_USERS: `telegram:${robin}`,
      ALLOWED_CHATS: '',
    });
    const roomId = roomOf(telegram, 'group', 'Friends');
    telegram.controls.kickBot(roomId);
    const own = () => botMessages(telegram, roomId);
    const lastPrompt = () => JSON.stringify(model.streams.at(-1)?.body.messages);

    await telegram.say({ roomId, text: '@parley_bot My number is 4711.' });
    await waitFor(telegram, 'an answer', () => own().some(({ text }) => text === 'Hello!'));
    await telegram.say({ roomId, text: '@parley_bot Which number?' });
    await waitFor(telegram, 'the next answer', () => own().length === 2);
    assert.match(lastPrompt(), /4711/);
    await telegram.say({ roomId, authorId: robin, text: '@parley_bot Hello' });
    await waitFor(telegram, 'an answer to another person', () => own().length === 3);
    assert.doesNotMatch(lastPrompt(), /4711/);

    // A changed client names its own conversation below the answer to somebody else.
    const theirs = await waitFor(telegram, 'the whole answer with its buttons', () =>
      own().find(
        ({ text, buttons }, index) => index === 2 && text === 'Hello!' && buttons.length > 0,
      ),
    );
    const mark = `@${roomId}/${telegram.me.id}`;
    for (const id of ['regenerate:9:1', 'unknown:1', 'model:page:0', 'access:ask']) {
      await telegram.press({
        roomId,
        messageId: theirs.id,
        buttonId: `${id}${mark}`,
        isForged: true,
      });
    }

    const long = Array.from({ length: 3_000 }, (_, index) => `word${index}`).join(' ');
    model.script = sayText(long, { charactersPerDelta: 5_000 });
    await telegram.say({ roomId, text: '@parley_bot Count' });
    await waitFor(telegram, 'a cut answer with its buttons', () => {
      const last = own()[3];
      return last !== undefined && last.text.length > 3_000 && last.buttons.length > 0;
    });
    assert.equal(own().length, 4);
    assert.doesNotMatch(own()[3]?.text ?? '', /word2999/);
    assert.deepEqual([own()[2]?.text, own()[2]?.buttons], [theirs.text, theirs.buttons]);
    assert.ok(telegram.controls.calls.every(({ method }) => method !== 'sendMessage'));
  });

  test('refuses a stranger once', async (t) => {
    const { telegram, env } = await startNetworks(t);
    telegram.controls.setGuestMode(true);
    const [robin = ''] = telegram.people().flatMap(({ id, name }) => (name === 'Robin' ? id : []));
    await startBot(t, { ...env, ALLOWED_CHATS: '' });
    const roomId = roomOf(telegram, 'group', 'Friends');
    telegram.controls.kickBot(roomId);
    const own = () => botMessages(telegram, roomId);

    await telegram.say({ roomId, authorId: robin, text: '@parley_bot Let me in' });
    const refusal = await waitFor(telegram, 'a refusal', () => own()[0]);
    await telegram.say({ roomId, authorId: robin, text: '@parley_bot Let me in' });
    await telegram.say({ roomId, text: '@parley_bot echo among us' });
    await waitFor(telegram, 'an answer', () => own().some(({ text }) => text === 'among us'));
    assert.equal(own().length, 2, 'the stranger was refused once');
    assert.deepEqual(refusal.buttons, [], 'nobody could tell them there what the admins decide');
  });

  test('takes the buttons below such an answer, of its asker alone', async (t) => {
    const { telegram, env } = await startNetworks(t);
    telegram.controls.setGuestMode(true);
    await startBot(t, env);
    const roomId = roomOf(telegram, 'group', 'Friends');
    telegram.controls.kickBot(roomId);
    const own = () => botMessages(telegram, roomId);
    await telegram.say({ roomId, text: '@parley_bot echo first' });
    const answer = await waitFor(telegram, 'an answer with buttons', () =>
      own().find(({ buttons }) => buttons.flat().some(({ id }) => id.startsWith('regenerate:'))),
    );
    const button = answer.buttons.flat().find(({ id }) => id.startsWith('regenerate:'));
    assert.ok(button);
    await telegram.press({ roomId, messageId: answer.id, buttonId: button.id });
    await waitFor(telegram, 'the buttons of two versions', () =>
      own().some(({ id, buttons }) => id === answer.id && buttons.flat().length > 1),
    );
    assert.equal(own().length, 1);
  });

  test('goes on with the same message after a restart', async (t) => {
    const { telegram, env } = await startNetworksAndDisk(t);
    const model = await startOpenAiServer({
      async script(stream) {
        stream.delta('The first half of an answer, which goes on. ');
        if (stream.index === 0) await stream.held();
        stream.delta('And its end.');
        stream.finish();
      },
    });
    t.after(() => model.stop());
    telegram.controls.setGuestMode(true);
    const settings = { ...env, OPENAI_BASE_URL: model.url };
    const app = await startBot(t, settings);
    const roomId = roomOf(telegram, 'group', 'Friends');
    telegram.controls.kickBot(roomId);
    await telegram.say({ roomId, text: '@parley_bot Hello?' });
    await waitFor(telegram, 'the first words', () => botMessages(telegram, roomId).length === 1);
    await app.stop();
    await startBot(t, settings);
    await waitFor(telegram, 'the answer', () =>
      botMessages(telegram, roomId).some(({ text }) => /first half.*And its end\.$/.test(text)),
    );
    assert.equal(botMessages(telegram, roomId).length, 1);
  });
});
