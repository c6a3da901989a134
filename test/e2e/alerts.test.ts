import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { LocalNetwork } from '../../playground/local-network.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworks,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { createVariableClock } from '../helpers/variable-clock.ts';
import { waitFor } from '../helpers/wait-for.ts';

/** A model whose service refuses the key until the test says otherwise. */
async function startModel(t: TestContext) {
  const model = await startOpenAiServer();
  t.after(() => model.stop());
  const refuse = () => {
    model.script = (stream) =>
      stream.refuse(401, { error: { message: 'Incorrect key planted-key-1', code: 'x' } });
  };
  const accept = () => {
    model.script = sayText('Here I am.');
  };
  return { url: model.url, refuse, accept };
}

/** A bot on Telegram may write only to people who have written to it. */
function greet(telegram: LocalNetwork) {
  return telegram.say({ roomId: roomOf(telegram, 'direct'), text: '/help' });
}

/** The alerts in the direct chat with the admin. */
function alertsOn(network: LocalNetwork): readonly string[] {
  return botMessages(network, roomOf(network, 'direct'))
    .map(({ text }) => text)
    .filter((text) => /^(⚠️|✅)/u.test(text));
}

describe('the operator', () => {
  test('is told once of a refused key and once of its end, over restarts, in direct messages or the channel of ALERTS_TO', async (t) => {
    const { discord, telegram, env } = await startNetworksAndDisk(t);
    const model = await startModel(t);
    const variables = { ...env, OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'planted-key-1' };
    const roomId = roomOf(discord, 'channel');
    const ask = async (pattern: RegExp) =>
      waitForAnswer(discord, await discord.say({ roomId, text: '@Parley hello' }), pattern);

    model.refuse();
    const first = await startBot(t, variables);
    await greet(telegram);
    await ask(/key was refused/);
    await ask(/key was refused/);
    for (const network of [discord, telegram])
      await waitFor(network, 'an alert', () => alertsOn(network).length === 1);
    assert.match(alertsOn(telegram)[0] ?? '', /refuses my key for openai\..*OPENAI_API_KEY/);
    await first.stop();

    const second = await startBot(t, variables);
    await ask(/key was refused/);
    await ask(/key was refused/);
    await second.stop();
    assert.equal(alertsOn(discord).length, 1);

    model.accept();
    await startBot(t, { ...variables, ALERTS_TO: `discord:${roomId}` });
    await ask(/Here I am/);
    const end = await waitFor(discord, 'the end', () =>
      botMessages(discord, roomId).find(({ text }) => text.startsWith('✅')),
    );
    assert.match(end.text, /accepts my key for `openai` again/);
    assert.equal(alertsOn(discord).length, 1);
    assert.doesNotMatch([...alertsOn(discord), ...alertsOn(telegram)].join(), /planted/);
  });

  test('is told on Telegram when Discord was gone for ten minutes', async (t) => {
    const { discord, telegram, env } = await startNetworks(t);
    const clock = createVariableClock();
    await startBot(t, env, { clock });
    await greet(telegram);
    discord.controls.setCut(true);
    clock.setSpeed(600);
    await waitFor(telegram, 'an alert', () => alertsOn(telegram).length > 0);
    assert.match(alertsOn(telegram)[0] ?? '', /can't reach Discord/);
    assert.deepEqual(alertsOn(discord), []);

    discord.controls.setCut(false);
    await waitFor(telegram, 'the end', () =>
      alertsOn(telegram).some((text) => text.includes('connected to Discord again')),
    );
  });
});
