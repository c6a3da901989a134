import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { ConfigError } from '../../../../src/errors.ts';
import {
  APPLICATION_ID,
  OWN_ID,
  type ScriptedResponse,
  startScriptedDiscord,
} from '../scripted-discord.ts';
import { createBot } from '../start-bot.ts';

const user = { id: OWN_ID, username: 'parley', bot: true };
const absent = { status: 404, body: { message: '404: Not Found', code: 0 } };
const page = { body: '<html></html>', headers: { 'content-type': 'text/html' } };

/** The bot, which only writes, on a server that answers these paths. */
async function setUp(t: TestContext, answers: Record<string, ScriptedResponse>, base?: string) {
  const discord = await startScriptedDiscord(t, base === undefined ? {} : { base });
  discord.respond = ({ path }) => answers[path];
  const { platform } = createBot(t, discord);
  return { discord, platform, startWriting: async () => platform.startWriting?.() };
}

describe('a process that only writes', () => {
  test('knows its account, owners and link by requests alone, and registers no commands', async (t) => {
    const { discord, platform, startWriting } = await setUp(t, {
      '/users/@me': { body: user },
      '/applications/@me': { body: { id: APPLICATION_ID, owner: { id: '5' } } },
      '/gateway': { body: { url: 'wss://gateway.discord.gg' } },
    });
    assert.equal(platform.identity?.(), undefined);
    await startWriting();
    const { link, ...account } = platform.identity?.() ?? {};
    assert.deepEqual(account, { id: OWN_ID, name: 'parley', ownerIds: ['5'] });
    assert.match(link ?? '', new RegExp(`client_id=${APPLICATION_ID}&`));
    assert.deepEqual(
      [discord.gatewayPaths, discord.requests.filter(({ method }) => method !== 'GET')],
      [[], []],
    );
  });

  test('is asked once for all that the start and the report of it need', async (t) => {
    const { discord, platform, startWriting } = await setUp(t, {
      '/users/@me': { body: user },
      '/applications/@me': { body: { id: APPLICATION_ID, owner: { id: '5' } } },
      '/gateway': { body: { url: 'wss://gateway.discord.gg' } },
    });
    await startWriting();
    await platform.check?.(new AbortController().signal);
    const routes = discord.requests.map(({ path }) => path);
    assert.deepEqual(routes.toSorted(), [...new Set(routes)].toSorted());
    assert.ok(routes.includes('/applications/@me'));
  });

  test('works on servers that say less about applications, or are found at another address', async (t) => {
    for (const [application, base] of [
      [absent, undefined],
      [page, '/api/v9'],
    ] as const) {
      const { platform, startWriting } = await setUp(
        t,
        {
          '/users/@me': { body: user },
          '/applications/@me': application,
          '/oauth2/applications/@me': application,
          '/gateway': absent,
        },
        base,
      );
      await startWriting();
      assert.deepEqual(platform.identity?.(), { id: OWN_ID, name: 'parley', ownerIds: [] });
    }
  });

  test('begins again after a failure that may pass, and names the cure of one that does not', async (t) => {
    const answers: Record<string, ScriptedResponse> = {
      '/users/@me': { status: 401, body: { message: '401: Unauthorized', code: 0 } },
      '/applications/@me': { status: 503, body: {} },
    };
    const { platform, startWriting } = await setUp(t, answers);
    await assert.rejects(startWriting(), (error) => {
      assert.ok(error instanceof ConfigError && error.message.includes('DISCORD_TOKEN'));
      return true;
    });
    answers['/users/@me'] = { body: [] };
    await assert.rejects(startWriting(), { name: 'DiscordError', kind: 'server' });
    answers['/users/@me'] = { body: user };
    await assert.rejects(startWriting(), { name: 'DiscordError', kind: 'server' });
    assert.equal(platform.identity?.(), undefined);
    answers['/applications/@me'] = { body: { id: APPLICATION_ID, owner: { id: '5' } } };
    await startWriting();
    assert.equal(platform.botName(), 'parley');
  });
});
