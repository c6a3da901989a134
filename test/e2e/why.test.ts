import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GIVE_UP_MS } from '../helpers/give-up-ms.ts';
import {
  botMessages,
  type LocalNetworks,
  roomOf,
  useParley,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

type Name = 'discord' | 'telegram';

/** Asks why about a message, as people do it on each network, and gives what the bot says. */
async function askWhy(
  networks: LocalNetworks,
  name: Name,
  roomId: string,
  messageId: string,
): Promise<string> {
  const network = networks[name];
  const known = new Set(botMessages(network, roomId).map(({ id }) => id));
  if (name === 'discord') await networks.discord.run({ roomId, name: 'Why', targetId: messageId });
  else await network.say({ roomId, text: '/why', replyTo: messageId });
  const said = await waitFor(network, 'an answer to why', () =>
    botMessages(network, roomId).find(({ id, text }) => !known.has(id) && text !== ''),
  );
  assert.equal(said.onlyYou, name === 'discord');
  return said.text;
}

for (const name of ['discord', 'telegram'] as const) {
  describe(`/why on ${name}`, () => {
    const networks = useParley();
    const mention = name === 'discord' ? '@Parley' : '@parley_bot';
    const room = () => roomOf(networks[name], name === 'discord' ? 'channel' : 'group');

    test('tells of an answer, and of its question, who answered', async () => {
      const question = await networks[name].say({ roomId: room(), text: `${mention} echo walnut` });
      const answer = await waitForAnswer(networks[name], question, /^walnut$/);
      // The last words stand a moment before the end of the turn is noted.
      const giveUpAt = performance.now() + GIVE_UP_MS;
      let text = '';
      while (!text.includes('answered')) {
        assert.ok(performance.now() < giveUpAt, text);
        text = await askWhy(networks, name, room(), question.id);
      }
      for (const id of [question.id, answer.id]) {
        text = await askWhy(networks, name, room(), id);
        assert.match(text, /^demo\/parley answered this [\d.]+ s ago/);
        assert.doesNotMatch(text, /walnut/);
      }
    });

    test('tells of a message that does not speak to the bot how to do that', async () => {
      const message = await networks[name].say({ roomId: room(), text: 'just between us' });
      assert.match(
        await askWhy(networks, name, room(), message.id),
        /does not speak to me[\s\S]+Mention me/,
      );
    });

    test('tells of a question that is being answered, and of one that waits', async () => {
      const roomId = roomOf(networks[name], 'direct');
      const slow = await networks[name].say({ roomId, text: 'count to 5000' });
      await waitForAnswer(networks[name], slow, /^1 2 3/);
      const waiting = await networks[name].say({ roomId, text: 'and then?' });
      assert.match(await askWhy(networks, name, roomId, slow.id), /answering this question now/);
      assert.match(await askWhy(networks, name, roomId, waiting.id), /place 2/);
      await networks[name].run({ roomId, name: 'stop' });
      await waitForAnswer(networks[name], slow, /\(stopped\)$/);
    });

    test('tells of a sentence of the bot that it is none of a model', async () => {
      const roomId = roomOf(networks[name], 'direct');
      await networks[name].run({ roomId, name: 'help' });
      const help = await waitFor(networks[name], 'the help', () =>
        botMessages(networks[name], roomId).find(({ text }) => text.includes('/reset')),
      );
      assert.match(await askWhy(networks, name, roomId, help.id), /sentence of mine/);
    });
  });
}

describe('/why, where the networks differ', () => {
  const networks = useParley();

  test('Telegram: without a message it says how it is used', async () => {
    const roomId = roomOf(networks.telegram, 'direct');
    const asked = await networks.telegram.say({ roomId, text: '/why' });
    await waitForAnswer(networks.telegram, asked, /Reply to a message/);
  });

  test('Telegram: a command is no question', async () => {
    const { telegram } = networks;
    for (const [kind, text] of [
      ['direct', '/reset'],
      ['group', '/reset@parley_bot'],
    ] as const) {
      const roomId = roomOf(telegram, kind);
      const command = await telegram.say({ roomId, text });
      await waitForAnswer(telegram, command, /new conversation/);
      assert.match(
        await askWhy(networks, 'telegram', roomId, command.id),
        /This message is a command/,
      );
    }
  });
});
