import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { botMessages, roomOf, useParley, waitForAnswer } from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

for (const name of ['discord', 'telegram'] as const) {
  describe(`the commands on ${name}`, () => {
    const networks = useParley();

    /** Runs a command, and gives the bot's reply. */
    async function run(command: string, options: Record<string, string> = {}, fits = /./s) {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const earlierIds = new Set(botMessages(network, roomId).map(({ id }) => id));
      await network.run({ roomId, name: command, options });
      return waitFor(network, `an answer to /${command}`, () =>
        botMessages(network, roomId).find(({ id, text }) => !earlierIds.has(id) && fits.test(text)),
      );
    }

    test('are listed by the network', () => {
      const offered = networks[name]
        .commands(roomOf(networks[name], 'direct'))
        .map((command) => command.name);
      // On Discord, what acts on a message is in the menu
      // of each message. Rich messages are Telegram's.
      // On Telegram, people ask by a message alone.
      const own = name === 'telegram' ? ['forget', 'pin', 'rich', 'why'] : ['ask'];
      const everywhere = [
        ...[
          'access',
          'console',
          'continue',
          'delete_my_data',
          'export',
          'help',
          'model',
          'persona',
          'pins',
        ],
        ...['regenerate', 'reset', 'settings', 'stop', 'undo', 'usage'],
      ];
      assert.deepEqual(offered.toSorted(), [...everywhere, ...own].toSorted());
    });

    test('include /help, which explains the commands', async () => {
      const { text } = await run('help');
      for (const command of ['/model', '/stop', '/reset', '/help'])
        assert.ok(text.includes(command), command);
    });

    test('include /model, which chooses the model of this conversation by its name', async () => {
      assert.match((await run('model', { name: 'demo/swift' })).text, /demo\/swift answers here/);
      assert.match((await run('model')).text, /^demo\/swift answers here/);
      assert.match((await run('model', { name: 'demo/parley' })).text, /demo\/parley answers here/);
    });

    test('include /model without a name, which offers buttons that choose', async () => {
      const network = networks[name];
      const offer = await run('model');
      const button = offer.buttons.flat().find(({ label }) => label === 'swift');
      assert.ok(button);
      await network.press({ roomId: offer.roomId, messageId: offer.id, buttonId: button.id });
      const changed = await waitFor(network, 'the message with the buttons to change', () =>
        botMessages(network, offer.roomId).find(
          ({ id, text }) => id === offer.id && text.includes('From now on, demo/swift'),
        ),
      );
      assert.deepEqual(changed.buttons, []);
      await run('model', { name: 'demo/parley' });
    });

    test('include /stop, which ends the running answer and keeps its text', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const question = await network.say({ roomId, text: 'count to 5000' });
      await waitForAnswer(network, question, /^1 2 3/);
      await run('stop', {}, /^Stopped/);
      const answer = await waitForAnswer(network, question, /\(stopped\)$/);
      assert.match(answer.text, /^1 2 3/);
      assert.match((await run('stop', {}, /not answering/)).text, /not answering anything here/);
    });

    test('include /reset, which forgets the history', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const first = await network.say({ roomId, text: 'my word is walnut' });
      await waitForAnswer(network, first, /Hello/);
      await run('reset', {}, /new conversation/);
      const second = await network.say({ roomId, text: 'what was it?' });
      await waitForAnswer(network, second, /first thing that I know/);
    });

    test('include /undo, which takes back the last exchange', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      await run('reset', {}, /new conversation/);
      const question = await network.say({ roomId, text: 'my word is acorn' });
      await waitForAnswer(network, question, /Hello/);
      await run('undo', {}, /took back/);
      const next = await network.say({ roomId, text: 'what was it?' });
      await waitForAnswer(network, next, /first thing that I know/);
    });

    test('include /export, which sends the conversation as a file', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      await run('reset', {}, /new conversation/);
      assert.match((await run('export')).text, /no conversation here yet/);
      const question = await network.say({ roomId, text: 'my word is chestnut' });
      await waitForAnswer(network, question, /Hello/);
      // The next turn starts when the first one is stored with its answer.
      await waitForAnswer(network, await network.say({ roomId, text: 'and now?' }), /./);
      const earlierIds = new Set(botMessages(network, roomId).map(({ id }) => id));
      await network.run({ roomId, name: 'export' });
      const sent = await waitFor(network, 'a file', () =>
        botMessages(network, roomId).find(({ id, files }) => !earlierIds.has(id) && files[0]),
      );
      assert.equal(sent.files[0]?.name, 'conversation.md');
      const bytes = network.file(roomId, sent.id, 0) ?? new Uint8Array();
      const markdown = new TextDecoder().decode(bytes);
      assert.match(markdown, /my word is chestnut\n\n## demo\/parley\n\nHello/);
    });

    test('include /delete_my_data, which asks first, and says what it deleted', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      await run('reset', {}, /new conversation/);
      const question = await network.say({ roomId, text: 'my word is hazel' });
      await waitForAnswer(network, question, /Hello/);
      const warning = await run('delete_my_data', {}, /cannot be undone/);
      const button = warning.buttons.flat()[0];
      assert.ok(button);
      await network.press({ roomId, messageId: warning.id, buttonId: button.id });
      await waitFor(network, 'the list of what is deleted', () =>
        botMessages(network, roomId).find(({ text }) => /I deleted \d+ questions? of/.test(text)),
      );
      assert.match((await run('export', {}, /conversation here yet/)).text, /no conversation/);
    });

    test('include /reset, which ends a running answer and forgets it', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const question = await network.say({ roomId, text: 'count to 5000' });
      await waitForAnswer(network, question, /^1 2 3/);
      await run('reset', {}, /new conversation/);
      await waitForAnswer(network, question, /\(stopped\)$/);
      const next = await network.say({ roomId, text: 'hello again' });
      await waitForAnswer(network, next, /first thing that I know/);
    });
  });
}

describe('the commands of one network', () => {
  const networks = useParley();

  test('complete the names of models on Discord', async () => {
    const { discord } = networks;
    const roomId = roomOf(discord, 'channel');
    const choices = await discord.complete({ roomId, name: 'model', option: 'name', typed: 'swi' });
    assert.deepEqual(
      choices.map(({ value }) => value),
      ['demo/swift'],
    );
  });

  test('get a helpful sentence on Telegram if they are unknown, as does /start', async () => {
    const { telegram } = networks;
    const roomId = roomOf(telegram, 'direct');
    await waitForAnswer(telegram, await telegram.say({ roomId, text: '/start' }), /\/model/);
    await waitForAnswer(
      telegram,
      await telegram.say({ roomId, text: '/dance' }),
      /don't know `?\/dance/,
    );
  });

  test('work in a Telegram group as /command@bot, and ignore commands of other bots', async () => {
    const { telegram } = networks;
    const roomId = roomOf(telegram, 'group');
    await telegram.say({ roomId, text: '/help@another_bot' });
    await telegram.say({ roomId, text: '/dance' });
    const helpCall = await telegram.say({ roomId, text: '/help@parley_bot' });
    await waitForAnswer(telegram, helpCall, /\/model/);
    assert.equal(botMessages(telegram, roomId).length, 1);
  });

  test('follow a greeting when the bot is added to a Telegram group', async () => {
    const { telegram } = networks;
    const roomId = roomOf(telegram, 'group');
    telegram.controls.kickBot(roomId);
    telegram.controls.addBot(roomId);
    await waitFor(telegram, 'a greeting', () =>
      botMessages(telegram, roomId).some(({ text }) => text.startsWith('Hello!')),
    );
  });
});
