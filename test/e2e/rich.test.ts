import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { botMessages, roomOf, useParley, waitForAnswer } from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

describe('rich messages on Telegram', () => {
  const networks = useParley();

  /** Asks, and gives the method that sent the answer. */
  async function methodFor(text: string, fits: RegExp): Promise<string | undefined> {
    const { telegram } = networks;
    const roomId = roomOf(telegram, 'direct');
    await waitForAnswer(telegram, await telegram.say({ roomId, text }), fits);
    const sent = () =>
      telegram.controls.calls
        .map(({ method }) => method)
        .filter((method) => /^send(?:Rich)?Message$/.test(method));
    // The local network records a call when it answers it, a little after people see the message.
    await waitFor(
      telegram,
      'all calls',
      () => sent().length === botMessages(telegram, roomId).length,
    );
    return sent().at(-1);
  }

  test('can be chosen for a conversation, from the next answer on', async () => {
    const { telegram } = networks;
    const roomId = roomOf(telegram, 'direct');
    const choose = async (choice: string, fits: RegExp) => {
      const earlierCount = botMessages(telegram, roomId).length;
      await telegram.run({ roomId, name: 'rich', options: { choice } });
      await waitFor(telegram, `an answer to /rich ${choice}`, () =>
        botMessages(telegram, roomId)
          .slice(earlierCount)
          .find(({ text }) => fits.test(text)),
      );
    };
    assert.equal(await methodFor('echo one', /^one/), 'sendMessage');
    await choose('on', /are rich messages/);
    assert.equal(await methodFor('echo two', /^two/), 'sendRichMessage');
    await choose('default', /The person who runs me decides/);
    assert.equal(await methodFor('echo three', /^three/), 'sendMessage');
  });
});
