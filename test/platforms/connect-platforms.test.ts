import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { NetworkState } from '../../src/contracts/overview.ts';
import type { OnConnection, Platform } from '../../src/contracts/platform.ts';
import { ConfigError, PlatformError } from '../../src/errors.ts';
import { connectPlatforms } from '../../src/platforms/connect-platforms.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';

const unreachable = new PlatformError('Telegram did not answer.', {
  kind: 'network',
  platform: 'telegram',
});
const wrongToken = new ConfigError('Discord refused DISCORD_TOKEN.');

/** A platform whose starts fail with these errors, one after the other, and then succeed. */
function createPlatform(name: string, failures: readonly Error[] = []): Platform {
  const rest = [...failures];
  const start = async () => {
    const failure = rest.shift();
    if (failure) throw failure;
  };
  return { name, start } as unknown as Platform;
}

async function connect(t: TestContext, platforms: readonly Platform[]) {
  const clock = createFakeClock();
  const states: NetworkState[] = [];
  const stopping = new AbortController();
  t.after(() => stopping.abort());
  let starts = 0;
  const bot = {
    accept: async () => {},
    complete: async () => [],
    start() {
      starts += 1;
    },
  };
  const onNetwork = (state: NetworkState) => void states.push(state);
  const parts = { clock, log: createRecordingLog(), onNetwork };
  const connected = connectPlatforms(platforms, bot, parts, stopping.signal);
  return { clock, states, connected, starts: () => starts };
}

describe('connectPlatforms', () => {
  test('tells of each network that is connected', async (t) => {
    const { states, connected } = await connect(t, [createPlatform('discord')]);
    await connected;
    assert.deepEqual(states, [{ name: 'discord', state: 'connected' }]);
  });

  test('tells of a network that cannot be reached, and again when it is connected later', async (t) => {
    const telegram = createPlatform('telegram', [unreachable]);
    const { clock, states, connected, starts } = await connect(t, [telegram]);
    await connected;
    const retrying = { name: 'telegram', state: 'retrying', problem: 'Telegram did not answer.' };
    assert.deepEqual(states, [retrying]);
    assert.equal(starts(), 0);

    await clock.advance(60_000);
    assert.deepEqual(states, [retrying, { name: 'telegram', state: 'connected' }]);
    assert.equal(starts(), 1);
  });

  test('tells of a network that is left out because a person must change something', async (t) => {
    const discord = createPlatform('discord', [wrongToken]);
    const { states, connected } = await connect(t, [discord, createPlatform('telegram')]);
    await connected;
    assert.deepEqual(
      states.find(({ name }) => name === 'discord'),
      { name: 'discord', state: 'left out', problem: wrongToken.message },
    );
  });

  test('tells each change of a connection after the start once', async (t) => {
    let tell: OnConnection = () => assert.fail('not started');
    const telegram = createPlatform('telegram');
    const start: Platform['start'] = async (_inbox, onConnection) => {
      tell = onConnection ?? tell;
      // The attempts to connect tell what happens before.
      tell({ state: 'retrying', problem: 'Early.' });
      tell({ state: 'connected' });
    };
    const { states, connected } = await connect(t, [{ ...telegram, start }]);
    await connected;
    for (const problem of ['Gone.', 'Gone.', 'Still gone.']) tell({ state: 'retrying', problem });
    tell({ state: 'connected' });
    tell({ state: 'connected' });
    assert.deepEqual(
      states.map(({ state, problem }) => problem ?? state),
      ['connected', 'Gone.', 'Still gone.', 'connected'],
    );
  });

  test('tells that a connection was lost while the platform was still starting', async (t) => {
    const start: Platform['start'] = async (_inbox, onConnection) =>
      onConnection?.({ state: 'retrying', problem: 'Gone.' });
    const { states, connected } = await connect(t, [{ ...createPlatform('discord'), start }]);
    await connected;
    assert.deepEqual(
      states.map(({ state }) => state),
      ['connected', 'retrying'],
    );
  });

  test('fails where no network can ever work like this', async (t) => {
    const { connected } = await connect(t, [createPlatform('discord', [wrongToken])]);
    await assert.rejects(connected, /refused DISCORD_TOKEN/);
  });
});
