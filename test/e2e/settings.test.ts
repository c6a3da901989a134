import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { ShownMessage } from '../../playground/local-network.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

const PERSONAS = `personas:
  Pirate:
    description: At sea
    instructions: Talk like a pirate.
`;

/** Both networks, and a bot that can be started again with the same store. */
async function setUp(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'parley.yaml');
  writeFileSync(file, PERSONAS);
  const model = await startOpenAiServer();
  t.after(() => model.stop());

  const { env, ...networks } = await startNetworksAndDisk(t);
  const started = { ...env, PARLEY_CONFIG: file, OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k' };
  const app = await startBot(t, started);
  return {
    ...networks,
    async restart() {
      await app.stop();
      await startBot(t, started);
    },
    /** The instructions of the newest request to the model. */
    instructions: () => model.streams.at(-1)?.body.messages.find(({ role }) => role === 'system'),
  };
}

describe('a persona that was picked in the chat', () => {
  test('answers in that channel of Discord only, also after a restart, until somebody writes another', async (t) => {
    const { discord, restart, instructions } = await setUp(t);
    const general = roomOf(discord, 'channel');
    const other = discord.controls.addChannel('memes').id;
    const shown = (what: string, fits: (message: ShownMessage) => boolean) =>
      waitFor(discord, what, () => botMessages(discord, general).find(fits));

    await discord.run({ roomId: general, name: 'persona' });
    const page = await shown('the page', ({ menus }) => menus !== undefined);
    assert.equal(page.onlyYou, true);
    const menu = page.menus?.[0];
    assert.deepEqual(
      menu?.entries.map(({ value }) => value),
      ['Pirate', 'none'],
    );

    await restart();
    await discord.press({
      roomId: general,
      messageId: page.id,
      buttonId: menu?.id ?? '',
      values: ['Pirate'],
    });
    const said = await shown('the change', ({ text }) => text.includes('made me **Pirate**'));
    assert.equal(said.onlyYou, false);
    await shown(
      'the new page',
      ({ id, text }) => id === page.id && text.startsWith('I am **Pirate'),
    );

    const ask = async (roomId: string, text: string) => {
      const question = await discord.say({ roomId, text: `@${discord.bot.name} ${text}` });
      await waitForAnswer(discord, question, /./);
    };
    await ask(general, 'Who are you?');
    assert.match(instructions()?.content ?? '', /Talk like a pirate\./);
    await ask(other, 'And you?');
    assert.doesNotMatch(instructions()?.content ?? '', /pirate/);

    await discord.run({ roomId: general, name: 'persona', options: { name: 'write' } });
    const form = await waitFor(discord, 'the form', () => discord.form?.());
    assert.equal(form.fields[0]?.isLong, true);
    await discord.submitForm?.({ values: { instructions: 'Talk like {bot}.' } });
    await shown('the words', ({ text }) => text.includes('wrote new instructions'));
    await ask(general, 'And now?');
    assert.match(instructions()?.content ?? '', /Talk like /);
    assert.doesNotMatch(instructions()?.content ?? '', /pirate/);
  });

  test('answers in that chat of Telegram, also after a restart', async (t) => {
    const { telegram, restart, instructions } = await setUp(t);
    const roomId = roomOf(telegram, 'direct');
    await telegram.run({ roomId, name: 'persona' });
    const page = await waitFor(telegram, 'the page', () =>
      botMessages(telegram, roomId).find(({ buttons }) => buttons.length > 0),
    );
    const pirate = page.buttons.flat().find(({ label }) => label === 'Pirate');
    assert.equal(pirate?.id, 'persona:pick|Pirate');

    await restart();
    await telegram.press({ roomId, messageId: page.id, buttonId: pirate?.id ?? '' });
    await waitFor(telegram, 'the new page', () =>
      botMessages(telegram, roomId).find(
        ({ id, text, buttons }) =>
          id === page.id &&
          text.startsWith('I am Pirate') &&
          buttons.flat().some(({ label }) => label === '✓ Pirate'),
      ),
    );
    await waitForAnswer(telegram, await telegram.say({ roomId, text: 'Who are you?' }), /./);
    assert.match(instructions()?.content ?? '', /Talk like a pirate\./);

    // In a group, only the change itself is for all.
    const group = roomOf(telegram, 'group');
    const robin = telegram.people().find(({ name }) => name === 'Robin')?.id ?? '';
    await telegram.run({ roomId: group, name: 'settings' });
    const settings = await waitFor(telegram, 'the settings', () =>
      botMessages(telegram, group).find(({ text }) => text.startsWith('In force here')),
    );
    const pressed = { roomId: group, messageId: settings.id };
    await telegram.press({ ...pressed, buttonId: 'settings:open:here|temperature' });
    await waitFor(telegram, 'the page', () =>
      botMessages(telegram, group).some(({ text }) => text.startsWith('Temperature:')),
    );
    await telegram.press({ ...pressed, buttonId: 'settings:set:here:temperature|0.7' });
    await waitFor(telegram, 'the change', () =>
      telegram
        .history(group, robin)
        .some(({ text }) => text.includes('changed Temperature to 0.7')),
    );
    const seen = telegram.history(group, robin).filter(({ text }) => text !== '');
    assert.equal(seen.length, 1, JSON.stringify(seen.map(({ text }) => text)));
  });
});
