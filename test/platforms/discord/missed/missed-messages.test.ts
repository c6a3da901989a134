import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openShardRoom, type ShardRoom } from '../local-shards.ts';
import { findEvent, putOptions, waitFor } from '../start-bot.ts';

/** A bot that was connected once, and whose session is over. Gives the text of a question that came meanwhile. */
async function missOne({ network, start }: ShardRoom): Promise<string> {
  const first = await start('a');
  await first.stop();
  const roomId = network.rooms().find(({ name }) => name === 'general')?.id ?? '';
  await network.say({ roomId, authorId: network.me.id, text: 'not for you' });
  await network.say({ roomId, authorId: network.me.id, text: `<@${network.bot.id}> anybody?` });
  network.controls.invalidateSessions();
  return 'anybody?';
}

const searches = ({ network }: ShardRoom) =>
  network.controls.calls.filter(({ route }) => route === '/guilds/:guild/messages/search');

describe('messages that no session told', () => {
  test('are found by the search once the server is indexed, and read once, with the roles of their author', async (t) => {
    const room = await openShardRoom(t);
    const question = await missOne(room);
    room.network.controls.delaySearch(1, 0.05);
    const bot = await room.start('b');
    await bot.waitForText(question);
    assert.deepEqual(bot.texts(), [question]);
    assert.deepEqual(
      searches(room).map(({ status }) => status),
      // Two of mentions, as the second one tells that there are no more, and one of replies, and one of the role.
      [202, 200, 200, 200, 200],
    );
    const event = findEvent(bot.events, 'message');
    assert.equal(event?.message.addressed, 'mention');
    assert.equal(event?.message.author.isServerAdmin, true);
  });

  test('are found channel by channel where there is no search', async (t) => {
    const room = await openShardRoom(t);
    const question = await missOne(room);
    room.network.controls.denyIntents(['MessageContent']);
    const bot = await room.start('b');
    await bot.waitForText(question);
    assert.equal(searches(room).at(-1)?.status, 403);
  });

  test('are offered together with DISCORD_MISSED=digest, and left alone with off', async (t) => {
    const room = await openShardRoom(t);
    const question = await missOne(room);
    const silent = await room.start('b', { DISCORD_MISSED: 'off' });
    assert.equal(searches(room).length, 0);
    await silent.stop();
    room.network.controls.invalidateSessions();
    await room.store.write([
      { key: 'connection:discord:connected:0/1', value: { at: Date.now() - 60_000 } },
    ]);

    const bot = await room.start('c', { DISCORD_MISSED: 'digest' });
    const offered = await waitFor(() => findEvent(bot.events, 'missed'), 'nothing offered');
    assert.deepEqual(
      offered.questions.map(({ message }) => message.text),
      [question],
    );
    assert.equal(offered.channel.name, 'general');
    assert.deepEqual(bot.texts(), []);
  });

  test('are found where they mention the role of the bot, or reply to it without a ping', async (t) => {
    const room = await openShardRoom(t);
    const { network } = room;
    const first = await room.start('a');
    const roomId = network.rooms().find(({ name }) => name === 'general')?.id ?? '';
    const { id } = await network.say({ roomId, text: 'hi', authorId: network.me.id });
    const asked = await waitFor(() => findEvent(first.events, 'message'), 'no message');
    const surface = first.platform.surface(asked.address);
    const answer = await surface.put(undefined, { content: 'hello' }, putOptions());
    await first.stop();
    await network.say({ roomId, text: '@&Parley by role' });
    await network.say({
      roomId,
      text: 'by a quiet reply',
      replyTo: answer.messageId,
      pingsReplied: false,
    });
    await network.say({ roomId, text: 'to somebody else', replyTo: id, pingsReplied: false });
    network.controls.invalidateSessions();
    const bot = await room.start('b');
    await bot.waitForText('by a quiet reply');
    await bot.waitForText('by role');
    assert.deepEqual(bot.texts().toSorted(), ['by a quiet reply', 'by role']);
  });
});
