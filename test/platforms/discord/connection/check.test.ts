import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startLocalDiscord } from '../../../../playground/discord/index.ts';
import { systemClock } from '../../../../src/lib/clock.ts';
import { silentLog } from '../../../../src/lib/log.ts';
import { createDiscord } from '../../../../src/platforms/discord/index.ts';
import { startScriptedDiscord } from '../scripted-discord.ts';

async function check(url: string, token: string, signal = new AbortController().signal) {
  const env = { DISCORD_TOKEN: token, DISCORD_API_URL: url };
  const platform = createDiscord({ env, clock: systemClock, log: silentLog, commands: [] });
  return (await platform?.check?.(signal)) ?? [];
}

async function start(t: TestContext) {
  const discord = await startLocalDiscord();
  t.after(() => discord.stop());
  return discord;
}

test('names the owner of the token, the intent and the number of servers', async (t) => {
  const discord = await start(t);
  const findings = await check(discord.apiUrl, discord.token);
  assert.deepEqual(
    findings.map(({ subject, state }) => `${subject}: ${state}`),
    ['token: good', 'intent: good', 'user install: note', 'servers: good'],
  );
  assert.match(findings[0]?.result ?? '', /parley/i);
  assert.match(findings[3]?.result ?? '', /1\./);
  assert.equal(discord.isOnline(), false);
  assert.ok(discord.controls.calls.every(({ method }) => method === 'GET'));
});

test('says how to switch on the Message Content intent', async (t) => {
  const discord = await start(t);
  discord.controls.denyIntents(['MessageContent']);
  const findings = await check(discord.apiUrl, discord.token);
  const intent = findings.find(({ subject }) => subject === 'intent');
  assert.equal(intent?.state, 'note');
  assert.match(intent?.cure ?? '', /Privileged Gateway Intents/);
});

test('says how to add the bot to a server when it is in none', async (t) => {
  const discord = await startScriptedDiscord(t);
  discord.respond = ({ path }) =>
    ({
      '/users/@me': { body: { id: '900', username: 'parley' } },
      '/applications/@me': {
        body: { id: '901', flags: 1 << 18, interactions_endpoint_url: 'https://example.org' },
      },
    })[path];
  const findings = await check(discord.apiUrl, 'secret-token');
  const findingOf = (name: string) => findings.find(({ subject }) => subject === name);
  // The invitation of another server than Discord has an unknown address.
  assert.match(findingOf('servers')?.cure ?? '', /Discord-compatible server/);
  assert.equal(findingOf('intent')?.state, 'good');
  assert.equal(findingOf('commands')?.state, 'bad');
});

test('works with a server that has no applications', async (t) => {
  const discord = await startScriptedDiscord(t);
  discord.respond = ({ path }) => {
    if (path === '/users/@me') return { body: { id: '900', username: 'parley' } };
    return path === '/applications/@me'
      ? { status: 404, body: { message: '404: Not Found', code: 0 } }
      : undefined;
  };
  const findings = await check(discord.apiUrl, 'secret-token');
  assert.ok(findings.every(({ state }) => state !== 'bad'));
});

test('rejects a wrong token as a ConfigError that does not show it', async (t) => {
  const discord = await start(t);
  await assert.rejects(check(discord.apiUrl, 'wrong-token'), (error: Error) => {
    assert.equal(error.name, 'ConfigError');
    assert.match(error.message, /DISCORD_TOKEN.*Reset Token/);
    return !error.message.includes('wrong-token');
  });
});

test('ends when it is canceled', async (t) => {
  const discord = await start(t);
  void discord.controls.faults.next('GET', '/users/@me', 'hang');
  const checking = check(discord.apiUrl, discord.token, AbortSignal.timeout(100));
  await assert.rejects(checking, { name: 'DiscordError', kind: 'canceled' });
});

test('says what to look at when a web page, or no user, comes in place of an answer', async (t) => {
  for (const [body, type, pattern] of [
    ['<html>Welcome</html>', 'text/html', /web page.*DISCORD_API_URL/],
    [{}, 'application/json', /DISCORD_API_URL is the address of an API/],
  ] as const) {
    const discord = await startScriptedDiscord(t);
    discord.respond = () => ({ body, headers: { 'content-type': type } });
    await assert.rejects(check(`${discord.apiUrl}/v10`, 'token'), pattern);
  }
});
