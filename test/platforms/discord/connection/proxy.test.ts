import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { startConnectProxy } from '../../../helpers/connect-proxy.ts';
import { GIVE_UP_MS } from '../../../helpers/give-up-ms.ts';
import { startScriptedDiscord } from '../scripted-discord.ts';
import { createBot, putOptions } from '../start-bot.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../../fixtures/tls/${name}`, import.meta.url), 'utf8');
const tls = { key: fixture('discord.test.key'), cert: fixture('discord.test.crt') };

test('requests, the gateway and downloads all go through HTTPS_PROXY', async (t) => {
  setDefaultCACertificates([...getCACertificates('default'), tls.cert]);
  const discord = await startScriptedDiscord(t, { tls });
  const proxy = await startConnectProxy(discord.port);
  t.after(() => proxy.stop());
  discord.gatewayUrl = 'wss://gateway.discord.test';
  // These names do not exist: only the proxy reaches anything.
  const bot = createBot(
    t,
    { apiUrl: 'https://discord.test/api' },
    { env: { HTTPS_PROXY: proxy.url } },
  );
  await bot.start();
  assert.deepEqual([...new Set(proxy.tunnelTargets)].sort(), [
    'discord.test:443',
    'gateway.discord.test:443',
  ]);

  discord.sendEvent('MESSAGE_CREATE', {
    id: '1',
    channel_id: '10',
    content: 'hello',
    author: { id: '5', username: 'ada' },
  });
  const { address } = await bot.waitForEvent('message');
  await bot.platform.surface(address).put(undefined, { content: 'hi' }, putOptions());

  const attachment = {
    id: '8',
    filename: 'a',
    size: 3,
    url: 'https://discord.test/api/v10/files/a',
  };
  discord.respond = ({ path }) => {
    if (path === '/files/a') return { body: 'abc' };
    return path.endsWith('/messages/1')
      ? { body: { id: '1', attachments: [attachment] } }
      : undefined;
  };
  assert.equal((await bot.platform.fetch('10/1/8', AbortSignal.timeout(GIVE_UP_MS))).length, 5);
});
