import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DiscordError } from '../../../../src/platforms/discord/connection/discord-error.ts';
import type { RestCalls } from '../../../../src/platforms/discord/connection/rest-calls.ts';
import { createReplay } from '../../../../src/platforms/discord/inbound/replay.ts';

function setUp(isOn: boolean) {
  const bodies: unknown[] = [];
  let isRefused = false;
  const calls: RestCalls = {
    async send<Answer>(_method: string, _route: string, { body }: { readonly body?: unknown }) {
      // Code 40060: the interaction was acknowledged already.
      if (isRefused) throw new DiscordError('acknowledged', { kind: 'invalid', code: 40_060 });
      bodies.push(body);
      return {} as Answer;
    },
    isPaused: () => false,
  };
  const refuse = () => {
    isRefused = true;
  };
  const stopping = new AbortController();
  return { replay: createReplay(calls, isOn, stopping.signal), bodies, refuse, stopping };
}

const press = { id: '1', token: 'x', type: 3, message: { id: '2' } };

describe('events that Discord sends again to another process', () => {
  test('an interaction that an earlier process has answered is not taken again', async () => {
    const { replay, bodies, refuse } = setUp(true);
    const taken = await replay.take(press);
    assert.deepEqual(taken?.carry(undefined), { isDeferred: true });
    await replay.take({ id: '3', token: 'y', type: 2 });
    assert.deepEqual(bodies, [{ type: 6 }, { type: 5 }]);
    refuse();
    assert.equal(await replay.take(press), undefined);
  });

  test('an interaction that comes now is not deferred', async () => {
    const { replay, bodies } = setUp(true);
    replay.end();
    assert.equal((await replay.take(press))?.carry(undefined), undefined);
    assert.deepEqual(bodies, []);
  });

  test('of several edits of a message, only the newest counts', async () => {
    const { replay } = setUp(true);
    const edits = ['2026-01-01T00:00:01Z', '2026-01-01T00:00:02Z'];
    const newest = Promise.all(
      edits.map((edited_timestamp) => replay.isNewestEdit({ id: '1', edited_timestamp })),
    );
    replay.end();
    assert.deepEqual(await newest, [false, true]);
    const late = { id: '1', edited_timestamp: '2026-01-01T00:00:03Z' };
    assert.equal(await replay.isNewestEdit(late), true);
  });

  test('nothing waits after a stop', async () => {
    const { replay, stopping } = setUp(true);
    const waiting = replay.isNewestEdit({ id: '1', edited_timestamp: '2026-01-01T00:00:01Z' });
    stopping.abort();
    assert.equal(await waiting, true);
  });
});
