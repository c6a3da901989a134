import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { botMessages, roomOf, useParley, waitForAnswer } from '../helpers/start-parley.ts';

for (const name of ['discord', 'telegram'] as const) {
  describe(`second thoughts on ${name}`, () => {
    const networks = useParley();

    test('a question that is edited while it waits is answered as it is then', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const first = await network.say({ roomId, text: 'count to 400' });
      await waitForAnswer(network, first, /^1 2 3/);
      const second = await network.say({ roomId, text: 'echo walnut' });
      await network.edit(roomId, second.id, 'echo hazel');
      await waitForAnswer(network, second, /^hazel$/);
    });
  });
}

describe('second thoughts, where the networks differ', () => {
  const networks = useParley();

  test('Discord: a question that is deleted while it waits is not answered', async () => {
    const { discord } = networks;
    const roomId = roomOf(discord, 'direct');
    const first = await discord.say({ roomId, text: 'count to 400' });
    await waitForAnswer(discord, first, /^1 2 3/);
    const second = await discord.say({ roomId, text: 'echo walnut' });
    await discord.remove(roomId, second.id);
    await waitForAnswer(discord, first, / 400$/);
    const third = await discord.say({ roomId, text: 'echo hazel' });
    await waitForAnswer(discord, third, /^hazel$/);
    assert.ok(!botMessages(discord, roomId).some(({ text }) => text === 'walnut'));
  });

  test('Discord: who deletes an answer that grows stops it', async () => {
    const { discord } = networks;
    const roomId = roomOf(discord, 'direct');
    const slow = await discord.say({ roomId, text: 'count to 5000' });
    const answer = await waitForAnswer(discord, slow, /^1 2 3/);
    await discord.remove(roomId, answer.id);
    const next = await discord.say({ roomId, text: 'echo hazel' });
    await waitForAnswer(discord, next, /^hazel$/);
    assert.deepEqual(
      botMessages(discord, roomId, slow).map(({ text }) => text),
      ['hazel'],
      'nothing of the deleted answer comes back',
    );
  });
});
