import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocalDiscord } from '../../../../../playground/discord/local-discord.ts';
import { ConfigError } from '../../../../../src/errors.ts';
import { openShardRoom } from '../../local-shards.ts';
import { waitFor } from '../../start-bot.ts';

/** Gives a channel of a server whose events go to the second of two shards. The first server is on the first one. */
async function addOddServer(network: LocalDiscord): Promise<string> {
  for (;;) {
    const { id, room } = network.controls.addServer('odd');
    if ((BigInt(id) >> 22n) % 2n === 1n) return room.id;
    await delay(1);
  }
}

function generalOf(network: LocalDiscord): string {
  return network.rooms().find(({ name }) => name === 'general')?.id ?? '';
}

const say = (network: LocalDiscord, roomId: string, text: string) =>
  network.say({ roomId, authorId: network.me.id, text: `<@${network.bot.id}> ${text}` });

const shardsOf = (network: LocalDiscord) =>
  network.controls.identifies.map(({ shard }) => `${shard.id}/${shard.count}`);

describe('DISCORD_SHARDS', () => {
  test('two ranges in two processes read each event once, and identify one after the other', async (t) => {
    const { network, start } = await openShardRoom(t);
    const odd = await addOddServer(network);
    const [first, second] = await Promise.all([
      start('a', { DISCORD_SHARDS: '0/2' }),
      start('b', { DISCORD_SHARDS: '1/2' }),
    ]);
    await say(network, generalOf(network), 'even');
    await say(network, odd, 'odd');
    await first.waitForText('even');
    await second.waitForText('odd');
    assert.deepEqual([first.texts(), second.texts()], [['even'], ['odd']]);
    // The server refuses a second identify within 250 ms, which the log would show as an invalid session.
    assert.deepEqual(shardsOf(network).sort(), ['0/2', '1/2']);
    const lines = [...first.log.lines, ...second.log.lines];
    assert.equal(lines.filter((line) => /over, beginning a new one/.test(line)).length, 0);
  });

  test('auto takes as many as Discord recommends, and divides them among the processes', async (t) => {
    const { network, start } = await openShardRoom(t);
    network.controls.setSharding({ recommended: 2, required: 2, maxConcurrency: 2 });
    const odd = await addOddServer(network);
    const first = await start('a', { DISCORD_SHARDS: 'auto' });
    await waitFor(() => network.controls.identifies.length === 2, 'no second shard');

    const second = await start('b', { DISCORD_SHARDS: 'auto' });
    await say(network, odd, 'to the second');
    await second.waitForText('to the second');
    await say(network, generalOf(network), 'to the first');
    await first.waitForText('to the first');
    assert.deepEqual([first.texts(), second.texts()], [['to the first'], ['to the second']]);
    // The session went from one process to the other.
    assert.equal(network.controls.identifies.length, 2);

    await second.stop();
    await say(network, odd, 'back');
    await first.waitForText('back');
    assert.equal(network.controls.identifies.length, 2);
  });

  test('one shard is read by one process, and by the next one when that ends', async (t) => {
    const { network, start } = await openShardRoom(t);
    const first = await start('a');
    const second = await start('b');
    assert.match(second.log.lines.join('\n'), /another process reads this shard/);
    await say(network, generalOf(network), 'one');
    await first.waitForText('one');
    assert.equal(second.platform.botName(), 'parley');

    await first.stop();
    await say(network, generalOf(network), 'two');
    await second.waitForText('two');
    assert.deepEqual(second.texts(), ['two']);
  });

  test('where one connection is too few, the error names the cure', async (t) => {
    const { network, start } = await openShardRoom(t);
    network.controls.setSharding({ recommended: 2, required: 2 });
    await assert.rejects(
      start('a'),
      (error: Error) => error instanceof ConfigError && /DISCORD_SHARDS=auto/.test(error.message),
    );
  });
});

describe('a session of the gateway', () => {
  test('goes on after a stop: what came meanwhile is read once, with the facts about its server', async (t) => {
    const { network, start } = await openShardRoom(t);
    const first = await start('a');
    await say(network, generalOf(network), 'before');
    await first.waitForText('before');
    await first.stop();

    await say(network, generalOf(network), 'meanwhile');
    const second = await start('b');
    await second.waitForText('meanwhile');
    assert.deepEqual(second.texts(), ['meanwhile']);
    assert.equal(network.controls.identifies.length, 1);
    const [event] = second.events;
    assert.ok(event?.kind === 'message');
    const { channel, author } = event.message;
    assert.deepEqual([channel.name, channel.serverName], ['general', 'Parley Playground']);
    assert.equal(author.isServerAdmin, true);
    assert.equal(second.platform.botName(), 'parley');

    network.controls.disconnect();
    await say(network, generalOf(network), 'later');
    await second.waitForText('later');
    assert.deepEqual(second.texts(), ['meanwhile', 'later']);
  });

  test('goes on after a kill from where it was written', async (t) => {
    const { network, start } = await openShardRoom(t);
    const first = await start('a');
    first.kill();
    await say(network, generalOf(network), 'meanwhile');
    const second = await start('b');
    await second.waitForText('meanwhile');
    assert.deepEqual(second.texts(), ['meanwhile']);
    assert.equal(network.controls.identifies.length, 1);
  });
});
