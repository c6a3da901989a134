import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PlatformError } from '../../src/errors.ts';
import { setUpRoom } from './intake/set-up-room.ts';

const asks = (by: string, text = `question of ${by}`) => ({
  addressed: 'mention' as const,
  by,
  text,
});

describe('a question that has to wait', () => {
  test('gets a reaction, which is taken away when its answer starts', async () => {
    const { say, speak, surface, addresses } = await setUpRoom();
    await say(asks('ann'));
    const waiting = await say(asks('bob'));
    assert.deepEqual(surface.reactions, ['👀']);
    assert.equal(addresses.at(-1)?.questionId, waiting.id);
    await speak();
    assert.deepEqual(surface.reactions, ['👀', undefined]);
  });

  test('gets none when it need not wait, or joins another', async () => {
    const { say, speak, surface } = await setUpRoom();
    await say(asks('ann', 'first line'));
    await say(asks('ann', 'second line'));
    await speak();
    assert.deepEqual(surface.reactions, []);
  });

  test('has one for all of its lines', async () => {
    const { say, surface } = await setUpRoom();
    await say(asks('ann'));
    for (let line = 0; line < 4; line++) await say(asks('bob', `line ${line}`));
    assert.deepEqual(surface.reactions, ['👀']);
  });

  test('loses it when it is stopped', async () => {
    const { say, command, surface, advance } = await setUpRoom();
    for (const by of ['ann', 'bob', 'cem', 'dora', 'eve', 'fay', 'gil', 'hal']) await say(asks(by));
    await command('stop');
    await advance(5_000);
    assert.equal(surface.reactions.filter((emoji) => emoji === undefined).length, 7);
  });

  test('loses it after a restart', async () => {
    const { say, advance, restart, speak, surface } = await setUpRoom();
    await say(asks('ann'));
    await say(asks('bob'));
    await advance(1);
    await restart();
    surface.reactions.length = 0;
    await speak();
    assert.deepEqual(surface.reactions, [undefined]);
  });

  test('is told its place where there are no reactions, once for each wait', async () => {
    const { say, speak, shown, advance } = await setUpRoom({ hasReactions: false });
    await say(asks('ann'));
    await say(asks('bob'));
    await say(asks('cem'));
    await say(asks('bob', 'another line'));
    await advance(5_000);
    assert.deepEqual(shown(), ["You're second in line here.", "You're third in line here."]);
    for (let answer = 0; answer < 4; answer++) await speak();
    await say(asks('ann'));
    await say(asks('bob'));
    await advance(5_000);
    assert.equal(shown().at(-1), "You're second in line here.");
  });

  test('is told its place where reactions are forbidden, and is answered whatever the network says', async () => {
    for (const kind of ['forbidden', 'server', 'rate_limit'] as const) {
      const { say, speak, shown, surface } = await setUpRoom();
      surface.react = () => Promise.reject(new PlatformError('no', { kind, platform: 'test' }));
      await say(asks('ann'));
      await say(asks('bob'));
      await speak();
      await speak();
      const places = shown().filter((page) => page.includes('in line'));
      assert.equal(places.length, kind === 'forbidden' ? 1 : 0);
      assert.equal(shown().length - places.length, 2);
    }
  });

  test('costs no more calls for a while where reactions are forbidden', async () => {
    const { say, advance, surface } = await setUpRoom();
    let calls = 0;
    surface.react = () => {
      calls += 1;
      return Promise.reject(new PlatformError('no', { kind: 'forbidden', platform: 'test' }));
    };
    for (const by of ['ann', 'bob', 'cem', 'dora']) await say(asks(by));
    assert.equal(calls, 1);
    await advance(11 * 60_000);
    await say(asks('eve'));
    assert.equal(calls, 2);
  });

  test('is not delayed by a reaction that hangs', async () => {
    const { say, speak, shown, surface } = await setUpRoom();
    surface.react = () => new Promise(() => {});
    await say(asks('ann'));
    await say(asks('bob'));
    await speak();
    await speak();
    assert.equal(shown().length, 2);
  });

  test('gets the same reaction when it waits for an answer of the same person elsewhere', async () => {
    const { say, speak, surface, addresses, asked } = await setUpRoom({ atOnce: 1 });
    await say(asks('ann'));
    const waiting = await say({ ...asks('ann', 'and here?'), in: { id: '2' } });
    assert.equal(asked.length, 1);
    assert.deepEqual(surface.reactions, ['👀']);
    assert.equal(addresses.at(-1)?.questionId, waiting.id);
    await speak();
    assert.deepEqual(surface.reactions, ['👀', undefined]);
    assert.equal(asked.length, 2);
  });

  test('is told nothing about its place elsewhere, where there are no reactions', async () => {
    const { say, shown, advance } = await setUpRoom({ atOnce: 1, hasReactions: false });
    await say(asks('ann'));
    await say({ ...asks('ann'), in: { id: '2' } });
    await advance(10_000);
    assert.deepEqual(shown(), []);
  });
});
