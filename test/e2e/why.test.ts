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

/** Asks why about a message, as people do on each network, and gives the bot's reply. */
async function askWhy(
  networks: LocalNetworks,
  name: Name,
  roomId: string,
  messageId: string,
): Promise<string> {
  const network = networks[name];
  const earlierIds = new Set(botMessages(network, roomId).map(({ id }) => id));
  if (name === 'discord') await networks.discord.run({ roomId, name: 'Why', targetId: messageId });
  else await network.say({ roomId, text: '/why', replyTo: messageId });
  const reply = await waitFor(network, 'an answer to why', () =>
    botMessages(network, roomId).find(({ id, text }) => !earlierIds.has(id) && text !== ''),
  );
  assert.equal(reply.onlyYou, name === 'discord');
  return reply.text;
}

for (const name of ['discord', 'telegram'] as const) {
  describe(`/why on ${name}`, () => {
    const networks = useParley();
    const mention = name === 'discord' ? '@Parley' : '@parley_bot';
    const room = () => roomOf(networks[name], name === 'discord' ? 'channel' : 'group');

    test('names the model of an answer and of its question', async () => {
      const question = await networks[name].say({ roomId: room(), text: `${mention} echo walnut` });
      const answer = await waitForAnswer(networks[name], question, /^walnut$/);
      // The last words are visible a moment before the end of the turn is stored.
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

    test('explains how to address the bot, for a message that does not', async () => {
      const message = await networks[name].say({ roomId: room(), text: 'just between us' });
      assert.match(
        await askWhy(networks, name, room(), message.id),
        /doesn't address me[\s\S]+Mention me/,
      );
    });

    test('describes a question that is being answered, and one that waits', async () => {
      const roomId = roomOf(networks[name], 'direct');
      const slow = await networks[name].say({ roomId, text: 'count to 5000' });
      await waitForAnswer(networks[name], slow, /^1 2 3/);
      const waiting = await networks[name].say({ roomId, text: 'and then?' });
      assert.match(
        await askWhy(networks, name, roomId, slow.id),
        /answering this question right now/,
      );
      assert.match(await askWhy(networks, name, roomId, waiting.id), /number 2 in the queue/);
      await networks[name].run({ roomId, name: 'stop' });
      await waitForAnswer(networks[name], waiting, /^\(stopped\)$/);
    });

    test('says of a sentence of the bot that no model wrote it', async () => {
      const roomId = roomOf(networks[name], 'direct');
      await networks[name].run({ roomId, name: 'help' });
      const help = await waitFor(networks[name], 'the help', () =>
        botMessages(networks[name], roomId).find(({ text }) => text.includes('/reset')),
      );
      assert.match(await askWhy(networks, name, roomId, help.id), /I wrote this message myself/);
    });
  });
}

describe('/why on Telegram only', () => {
  const networks = useParley();

  test('explains its use if it replies to no message', async () => {
    const roomId = roomOf(networks.telegram, 'direct');
    const command = await networks.telegram.say({ roomId, text: '/why' });
    await waitForAnswer(networks.telegram, command, /Reply to a message/);
  });

  test('is seen in a group by the person who calls it from the menu, and by nobody else', async () => {
    const { telegram } = networks;
    const roomId = roomOf(telegram, 'group');
    const robin = telegram.people().find(({ name }) => name === 'Robin');
    const seenByRobin = () => telegram.history(roomId, robin?.id).length;
    const before = seenByRobin();
    // The start does not wait for the menu of groups.
    await waitFor(telegram, 'the menus', () => {
      const writes = telegram.controls.calls.filter(({ method }) => method === 'setMyCommands');
      return writes.length >= 2;
    });

    await telegram.run({ roomId, name: 'why' });
    const reply = await waitFor(telegram, 'the reply', () =>
      botMessages(telegram, roomId).find(({ text }) => /Reply to a message/.test(text)),
    );
    assert.ok(reply.onlyYou);
    assert.equal(seenByRobin(), before);
  });

  test('says of a command that it is no question', async () => {
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
