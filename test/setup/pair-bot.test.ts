import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createPairing } from '../../src/access/pairing.ts';
import type { Grant } from '../../src/contracts/access.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { silentLog } from '../../src/lib/log.ts';
import { pairBot } from '../../src/setup/pair-bot.ts';
import { openStore } from '../../src/store/open-store.ts';
import { startNetworks, startNetworksAndDisk } from '../helpers/start-parley.ts';

/** Runs the action, whose text goes into a file. Gives it. */
async function pair(env: Env, name?: string): Promise<string> {
  let screen = '';
  const terminal = {
    columns: 80,
    isScreen: false,
    write(text: string) {
      screen += text;
    },
  };
  await pairBot({ env, clock: systemClock, terminal, name });
  return screen;
}

describe('pairBot', () => {
  test('makes a code in the store that makes its user an admin', async (t) => {
    const { env } = await startNetworksAndDisk(t);
    const screen = await pair(env);
    const [, code = ''] = /https:\/\/t\.me\/\w+\?start=(\w+)/.exec(screen) ?? [];
    assert.match(screen, /https:\/\/t\.me\/parley_bot\?start=/);
    // Colours and pictures are for people.
    assert.ok(!screen.includes('\u001b'));
    assert.match(screen, /Parley does not run on this store/);

    const store = await openStore({ url: env.STORE_URL ?? '', clock: systemClock, log: silentLog });
    t.after(() => store.close());
    const granted: Grant[] = [];
    const grants = { set: async (grant: Grant) => void granted.push(grant) };
    const pairing = createPairing({ store, grants, clock: systemClock });
    const author = { id: '7', name: 'Ann', isBot: false, isServerAdmin: false, roles: [] };
    assert.equal(await pairing.useCode('telegram', code, author), true);
    assert.equal(granted[0]?.state, 'admin');
  });

  test('says why it cannot where the store is in memory', async (t) => {
    const { env } = await startNetworks(t);
    await assert.rejects(pair(env), /memory:.*no second process can reach/);
  });

  test('says which bots there are, and that Discord needs no pairing', async (t) => {
    const { env } = await startNetworksAndDisk(t);
    await assert.rejects(
      pair(env, 'telegram@memes'),
      /There is no bot telegram@memes\. .*: telegram\./,
    );
    await assert.rejects(pair(env, 'discord'), /Discord needs no pairing/);
    await assert.rejects(
      pair({ ...env, TELEGRAM_TOKEN: '', TELEGRAM_API_URL: '' }),
      /No Telegram bot is set up/,
    );
  });
});
