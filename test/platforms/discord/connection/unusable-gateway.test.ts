import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../../src/errors.ts';
import { rawMessage } from '../raw-events.ts';
import { type ScriptedDiscord, startScriptedDiscord } from '../scripted-discord.ts';
import { type Bot, createBot, waitFor } from '../start-bot.ts';

/** Makes `GET /gateway/bot` give this body. */
function respondWith(discord: ScriptedDiscord, body: unknown, type = 'application/json'): void {
  discord.respond = ({ path }) =>
    path === '/gateway/bot' ? { body, headers: { 'content-type': type } } : undefined;
}

const linesLike = ({ logLines }: Bot, pattern: RegExp) =>
  logLines.filter(({ message, fields }) => pattern.test(`${message} ${JSON.stringify(fields)}`));

/** Moves the clock until the start has succeeded. */
async function finishStart({ clock }: Bot, started: Promise<void>): Promise<void> {
  let isDone = false;
  const done = started.then(() => {
    isDone = true;
  });
  await waitFor(() => {
    if (clock.pending > 1) void clock.advance(2_000);
    return isDone;
  }, 'the start does not end');
  await done;
}

// found-2026-11.md, B5 and B7: these ended the process, or failed with "Cannot read properties of undefined".
describe('start, where the gateway has no usable address', () => {
  const limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
  const unusable: Readonly<Record<string, unknown>> = {
    'a url that is null': { url: null, shards: 1, session_start_limit: limit },
    'a url without a scheme': {
      url: 'gateway.discord.test',
      shards: 1,
      session_start_limit: limit,
    },
    'a url of another scheme': { url: 'ftp://127.0.0.1', shards: 1, session_start_limit: limit },
    'a url with a fragment': { url: 'ws://127.0.0.1/#a', shards: 1, session_start_limit: limit },
    'no url': { shards: 1 },
    'a url that is no text': { url: { host: 'x' } },
    'a list': [],
    null: null,
    'a text': 'ok',
  };

  for (const [name, body] of Object.entries(unusable)) {
    test(`logs one line with the cure for ${name}, and connects when it is usable`, async (t) => {
      const discord = await startScriptedDiscord(t);
      respondWith(discord, body);
      const bot = createBot(t, { apiUrl: `${discord.apiUrl}/v10` });
      const started = bot.start();
      await waitFor(() => linesLike(bot, /connecting failed.*DISCORD_API_URL/)[0], 'not logged');
      assert.equal(linesLike(bot, /Cannot read properties/).length, 0);

      await waitFor(() => bot.clock.pending > 1, 'the bot does not wait');
      await bot.clock.advance(1_000);
      await waitFor(() => bot.clock.pending > 1, 'the bot does not wait again');
      assert.equal(
        linesLike(bot, /connecting failed/).filter(({ level }) => level === 'warn').length,
        1,
      );

      discord.respond = () => undefined;
      await finishStart(bot, started);
      assert.equal(linesLike(bot, /connected again/).length, 1);
    });
  }

  test('says in one line that no session is left for today', async (t) => {
    const discord = await startScriptedDiscord(t);
    const used = { ...limit, remaining: 0 };
    discord.respond = ({ path }) =>
      path === '/gateway/bot'
        ? {
            body: {
              url: discord.gatewayUrl,
              shards: 1,
              session_start_limit: { ...used, reset_after: 80_000_000 - discord.requests.length },
            },
          }
        : undefined;
    const bot = createBot(t, { apiUrl: `${discord.apiUrl}/v10` });
    const started = bot.start();
    await waitFor(() => linesLike(bot, /all 1000 sessions.*within 23 h/)[0], 'not logged');
    await waitFor(() => bot.clock.pending > 1, 'the bot does not wait');
    await bot.clock.advance(1_000);
    await waitFor(() => bot.clock.pending > 1, 'the bot does not wait again');
    const warnings = linesLike(bot, /sessions/).filter(({ level }) => level === 'warn');
    assert.equal(warnings.length, 1);

    discord.respond = () => undefined;
    await finishStart(bot, started);
  });

  test('says that a web page came in place of an answer', async (t) => {
    const discord = await startScriptedDiscord(t);
    respondWith(discord, '<html>Welcome</html>', 'text/html');
    const bot = createBot(t, { apiUrl: `${discord.apiUrl}/v10` });
    const started = bot.start();
    await waitFor(() => linesLike(bot, /connecting failed.*web page/)[0], 'not logged');
    discord.respond = () => undefined;
    await finishStart(bot, started);
  });

  test('takes a response without limits, or with a nonsense number of shards', async (t) => {
    for (const more of [
      {},
      { shards: 0 },
      { shards: 1e9, session_start_limit: null },
      { shards: -3, session_start_limit: { total: 'many', remaining: {}, max_concurrency: 0 } },
      { shards: 'two', session_start_limit: 5 },
    ]) {
      const discord = await startScriptedDiscord(t);
      respondWith(discord, { url: discord.gatewayUrl, ...more });
      const bot = createBot(t, discord);
      await bot.start();
      assert.equal(discord.identifies.length, 1);
    }
  });
});

describe('a running connection', () => {
  test('resumes at the usual address when that for resuming is unusable', async (t) => {
    for (const resume_gateway_url of [null, 'gateway.discord.test', 5, 'wss://', 'http://[']) {
      const discord = await startScriptedDiscord(t);
      discord.readyFields = { resume_gateway_url };
      const bot = createBot(t, discord);
      await bot.start();
      discord.closeGateway(4000);
      await waitFor(() => discord.gatewayPaths.length === 2, 'the bot does not connect again');
    }
  });

  test('resumes at the usual address when nobody answers at that for resuming', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.readyFields = { resume_gateway_url: 'ws://127.0.0.1:9' };
    const bot = createBot(t, discord);
    await bot.start();
    discord.closeGateway(4000);
    await waitFor(() => linesLike(bot, /connected again/)[0], 'the bot does not connect again');
    assert.equal(discord.identifies.length, 1);
  });

  test('goes on after messages of any form', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    const raw = [
      'null',
      '5',
      '"x"',
      '[]',
      '{}',
      '{',
      '{"op":null}',
      '{"op":0}',
      '{"op":0,"t":"error","s":2,"d":{}}',
      '{"op":0,"t":"GUILD_CREATE","s":2,"d":null}',
      '{"op":0,"t":"GUILD_CREATE","s":2,"d":{}}',
      '{"op":0,"t":"GUILD_DELETE","s":"x","d":{"id":{}}}',
      '{"op":0,"t":"CHANNEL_UPDATE","s":1e300,"d":{"id":5}}',
      '{"op":0,"t":"PRESENCE_UPDATE","s":3,"d":{}}',
      '{"op":0,"t":"__proto__","s":3,"d":{}}',
      '{"op":11}',
      '{"op":99,"d":null}',
    ];
    for (const payload of raw) discord.sendRaw(payload);
    discord.sendRaw(Buffer.from([0x78, 0x9c, 0xff]));
    discord.sendEvent('MESSAGE_CREATE', rawMessage);
    await bot.waitForEvent('message');
    assert.equal(linesLike(bot, /PRESENCE_UPDATE/).length, 0);
  });

  test('takes an invalid session without a flag, and a hello without an interval', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.hello = { heartbeat_interval: 'soon' };
    const bot = createBot(t, discord);
    await bot.start();
    discord.sendRaw('{"op":9,"d":null}');
    await waitFor(() => discord.gatewayPaths.length === 2, 'the bot does not connect again');
  });

  test('a READY that does not name the bot is a failure that may pass', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.readyFields = { user: { username: 'parley' } };
    const bot = createBot(t, discord);
    const started = bot.start();
    await waitFor(() => linesLike(bot, /did not say which user/)[0], 'not logged');
    await waitFor(() => bot.clock.pending > 1, 'the bot does not wait');
    await bot.clock.advance(1_000);
    await waitFor(() => discord.identifies.length === 2, 'the bot does not try again');
    discord.readyFields = {};
    await finishStart(bot, started);
    const warnings = linesLike(bot, /did not say which user/).filter(
      ({ level }) => level === 'warn',
    );
    assert.equal(warnings.length, 1);
  });
});

describe('a gateway that closes the connection', () => {
  // discord.js closes the connection itself when Discord asks for that, as it does every few hours.
  test('because Discord asked for a new one needs no person', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    discord.sendRaw('{"op":7,"d":null}');
    await waitFor(
      () => linesLike(bot, /gateway connection closed.*4200.*Told to/)[0],
      'not logged',
    );
    assert.equal(linesLike(bot, /not documented|DISCORD_API_URL/).length, 0);
  });

  test('or cannot be reached is logged with what the socket says', async (t) => {
    const discord = await startScriptedDiscord(t);
    respondWith(discord, { url: 'ws://127.0.0.1:9' });
    const bot = createBot(t, { apiUrl: `${discord.apiUrl}/v10` });
    const started = bot.start();
    await waitFor(() => linesLike(bot, /"code":1006.*ECONNREFUSED/)[0], 'not logged');
    discord.respond = () => undefined;
    await finishStart(bot, started);
  });

  // found-2026-11.md, B7: a server closes with 4000 for a wrong token; nothing was logged.
  test('is logged with code, reason and cure, and not tried every half a second', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.refuseIdentify = () => 4000;
    discord.closeReason = 'Invalid token';
    const bot = createBot(t, discord);
    const started = bot.start();
    await waitFor(() => linesLike(bot, /connecting failed.*4000.*Invalid token/)[0], 'not logged');
    const [close] = linesLike(bot, /gateway connection closed/);
    assert.deepEqual(close?.fields, { code: 4000, reason: 'Invalid token' });
    assert.match(close?.message ?? '', /wrong DISCORD_TOKEN/);
    assert.equal(discord.identifies.length, 2);

    discord.refuseIdentify = () => undefined;
    await finishStart(bot, started);
    assert.equal(linesLike(bot, /connected again/).length, 1);
  });

  test('is explained by the code, for codes after which discord.js gives up', async (t) => {
    for (const [code, cure] of [
      [4010, /invalid shard/],
      [4012, /\/api\/v9/],
      [4013, /invalid intents/],
    ] as const) {
      const discord = await startScriptedDiscord(t);
      discord.refuseIdentify = () => code;
      const bot = createBot(t, discord);
      const started = bot.start();
      await waitFor(() => linesLike(bot, cure)[0], `${code} not explained`);
      discord.refuseIdentify = () => undefined;
      await finishStart(bot, started);
    }
  });

  test('is left when it refuses the token later, with the cure in one line', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    discord.refuseIdentify = () => 4004;
    discord.closeGateway(4004);
    await waitFor(() => linesLike(bot, /giving up.*Reset Token/)[0], 'not logged');
    assert.equal(discord.identifies.length, 1);
  });

  test('that refuses the token at the start needs a person', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.refuseIdentify = () => 4004;
    const bot = createBot(t, discord);
    await assert.rejects(bot.start(), ConfigError);
    assert.equal(linesLike(bot, /gateway connection closed.*"code":4004/).length, 1);
  });

  test('and comes back is one line at the end of the outage', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    for (const round of [1, 2]) {
      discord.closeGateway(1012);
      await waitFor(() => linesLike(bot, /connected again/).length === round, 'not logged');
      assert.equal(linesLike(bot, /the server restarts/).length, round);
    }
  });
});

test('a gateway that moves is found when its old address is dead for three minutes', async (t) => {
  const discord = await startScriptedDiscord(t);
  let stopOldGateway = async (): Promise<unknown> => undefined;
  const oldGateway = await startScriptedDiscord({
    after: (stop) => {
      stopOldGateway = stop as typeof stopOldGateway;
    },
  });
  const newGateway = await startScriptedDiscord(t);
  respondWith(discord, { url: oldGateway.gatewayUrl });
  const bot = createBot(t, discord);
  await bot.start();

  respondWith(discord, { url: newGateway.gatewayUrl });
  await stopOldGateway();
  await waitFor(() => linesLike(bot, /"code":1006.*ECONNREFUSED/)[0], 'not broken');
  assert.equal(newGateway.identifies.length, 0);
  await waitFor(() => {
    void bot.clock.advance(30_000);
    return newGateway.identifies.length === 1;
  }, 'the bot does not ask for the new address');
});

test('a second start after a wait in vain uses the connection of the first', async (t) => {
  const discord = await startScriptedDiscord(t);
  discord.refuseIdentify = () => 'silence';
  const bot = createBot(t, discord);
  const first = bot.start();
  first.catch(() => {});
  await waitFor(() => discord.identifies.length === 1, 'the bot does not connect');
  await bot.clock.advance(30_000);
  await assert.rejects(first);

  const second = bot.start();
  discord.sendReady();
  await second;
  assert.equal(discord.identifies.length, 1);
});
