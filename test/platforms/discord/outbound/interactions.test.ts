import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { PlatformError } from '../../../../src/errors.ts';
import { APPLICATION_ID, startScriptedDiscord } from '../scripted-discord.ts';
import { createBot, putOptions, waitFor } from '../start-bot.ts';

const page = (content: string) => ({ content });
const member = { user: { id: '5', username: 'ada' }, roles: [], permissions: '0' };
const interaction = {
  id: '3',
  token: 'tok',
  guild_id: '7',
  channel_id: '10',
  channel: { id: '10', type: 0 },
  member,
};
const command = { ...interaction, type: 2, data: { type: 1, name: 'help' } };
const press = {
  ...interaction,
  type: 3,
  data: { component_type: 2, custom_id: 'model:page:1' },
  message: { id: '55' },
};

async function setUp(t: TestContext) {
  const discord = await startScriptedDiscord(t);
  const bot = createBot(t, discord);
  await bot.start();
  discord.requests.length = 0;
  const paths = () => discord.requests.map(({ method, path }) => `${method} ${path}`);
  return { discord, bot, paths };
}

const callback = 'POST /interactions/3/tok/callback';
const answered = `${callback}?with_response=true`;
const original = `/webhooks/${APPLICATION_ID}/tok/messages/@original`;

async function called(t: TestContext) {
  const all = await setUp(t);
  all.discord.sendEvent('INTERACTION_CREATE', command);
  const { address } = await all.bot.waitForEvent('command');
  return { ...all, address, surface: all.bot.platform.surface(address) };
}

async function pressed(t: TestContext) {
  const all = await setUp(t);
  all.discord.sendEvent('INTERACTION_CREATE', press);
  const { address, message } = await all.bot.waitForEvent('button');
  return { ...all, address, message, surface: all.bot.platform.surface(address) };
}

describe('the answer to a command', () => {
  test('acknowledges the command when it comes soon', async (t) => {
    const { discord, bot, surface, paths } = await called(t);
    const message = await surface.put(undefined, page('hi'), putOptions());
    assert.equal(message.messageId, '5001');
    assert.deepEqual(paths(), [answered]);
    assert.equal(discord.requests[0]?.body.type, 4);
    assert.equal(discord.requests[0]?.body.data.flags, 4);
    await bot.clock.advance(5_000);
    assert.equal(discord.requests.length, 1);
  });

  test('fills the deferral that was sent after 1.5 s when it comes later', async (t) => {
    const { discord, bot, surface, paths } = await called(t);
    await bot.clock.advance(1_499);
    assert.deepEqual(paths(), []);
    await bot.clock.advance(1);
    assert.equal((await discord.waitForRequest('POST', /callback/)).body.type, 5);
    await surface.put(undefined, page('late'), putOptions());
    assert.deepEqual(paths(), [callback, `PATCH ${original}`]);
  });

  test('continues in a message that follows the first one', async (t) => {
    const { surface, paths } = await called(t);
    const message = await surface.put(undefined, page('one'), putOptions({ key: 'a' }));
    await surface.put(undefined, page('two'), putOptions({ key: 'b', after: message }));
    assert.deepEqual(paths(), [answered, `POST /webhooks/${APPLICATION_ID}/tok`]);
  });

  test('is visible only to the asker where it is for the asker', async (t) => {
    const { discord, surface } = await called(t);
    const message = await surface.put(undefined, page('secret'), putOptions({ onlyAsker: true }));
    assert.equal(discord.requests[0]?.body.data.flags, 64 | 4);
    assert.equal(Object(message).onlyAsker, true);
  });

  test('fills a deferral that only the asker sees, after a private question', async (t) => {
    const all = await setUp(t);
    const { discord, bot, paths } = all;
    const options = [{ name: 'private', type: 5, value: true }];
    discord.sendEvent('INTERACTION_CREATE', {
      ...command,
      data: { type: 1, name: 'ask', options },
    });
    const { address } = await bot.waitForEvent('command');
    await bot.clock.advance(1_500);
    const deferral = await discord.waitForRequest('POST', /callback/);
    assert.deepEqual(deferral.body, { type: 5, data: { flags: 64 } });

    const surface = bot.platform.surface({ ...address, onlyAsker: true });
    await surface.put(undefined, page('secret'), putOptions({ onlyAsker: true }));
    assert.deepEqual(paths(), [callback, `PATCH ${original}`]);
  });

  test('never goes to the channel of a place where the bot is a guest', async (t) => {
    const all = await setUp(t);
    const { discord, bot } = all;
    discord.sendEvent('INTERACTION_CREATE', {
      ...command,
      context: 0,
      authorizing_integration_owners: { 1: '5' },
    });
    const { address } = await bot.waitForEvent('command');
    assert.deepEqual(address.channel, {
      platform: 'discord',
      id: '10/5',
      kind: 'direct',
      parentId: '10',
      personId: '5',
      isGuest: true,
    });

    const surface = bot.platform.surface(address);
    assert.equal(surface.endsAt, bot.clock.now() + 15 * 60_000 - 10_000);
    const message = await surface.put(undefined, page('hi'), putOptions());
    await bot.clock.advance(15 * 60_000);
    discord.requests.length = 0;
    await assert.rejects(surface.put(message, page('late'), putOptions()), { kind: 'gone' });
    await assert.rejects(surface.put(undefined, page('late'), putOptions()), { kind: 'gone' });
    await surface.remove(message);
    assert.deepEqual(discord.requests, []);
  });

  test('replaces a visible deferral when only the asker may see it', async (t) => {
    const { discord, bot, surface, paths } = await called(t);
    await bot.clock.advance(1_500);
    await discord.waitForRequest('POST', /callback/);
    await surface.put(undefined, page('secret'), putOptions({ onlyAsker: true }));
    assert.deepEqual(paths(), [
      callback,
      `DELETE ${original}`,
      `POST /webhooks/${APPLICATION_ID}/tok`,
    ]);
    assert.equal(discord.requests[2]?.body.flags, 64 | 4);
  });

  test('replaces a visible deferral that an earlier attempt removed', async (t) => {
    const { discord, bot, surface, paths } = await called(t);
    await bot.clock.advance(1_500);
    await discord.waitForRequest('POST', /callback/);
    discord.respond = ({ method }) => (method === 'POST' ? { status: 500, body: {} } : undefined);
    await assert.rejects(
      surface.put(undefined, page('secret'), putOptions({ onlyAsker: true })),
      PlatformError,
    );
    discord.respond = ({ method }) =>
      method === 'DELETE'
        ? { status: 404, body: { code: 10_008, message: 'Unknown Message' } }
        : undefined;
    const message = await surface.put(undefined, page('secret'), putOptions({ onlyAsker: true }));
    assert.equal(Object(message).onlyAsker, true);
    assert.equal(paths().at(-1), `POST /webhooks/${APPLICATION_ID}/tok`);
  });

  test('is edited by the token while that lives, then by the channel', async (t) => {
    const { bot, surface, paths } = await called(t);
    const stored = JSON.parse(
      JSON.stringify(await surface.put(undefined, page('one'), putOptions())),
    );
    await surface.put(stored, page('two'), putOptions());
    await bot.clock.advance(15 * 60_000);
    await surface.put(stored, page('three'), putOptions());
    assert.deepEqual(paths().slice(1), [
      `PATCH /webhooks/${APPLICATION_ID}/tok/messages/5001`,
      'PATCH /channels/10/messages/5001',
    ]);
  });

  for (const [what, status, code] of [
    ['was not acknowledged in time', 404, 10_062],
    ['has a dead token', 401, 50_027],
    ['is unknown', 404, 10_015],
  ] as const) {
    test(`goes to the channel, but never for one person, when the interaction ${what}`, async (t) => {
      const { discord, surface, paths } = await called(t);
      discord.respond = ({ path }) =>
        path.includes('tok') ? { status, body: { code, message: 'no' } } : undefined;
      await assert.rejects(
        surface.put(undefined, page('x'), putOptions({ onlyAsker: true })),
        PlatformError,
      );
      assert.equal(
        paths().some((path) => path.includes('/channels')),
        false,
      );
      const message = await surface.put(undefined, page('x'), putOptions());
      assert.equal(paths().at(-1), 'POST /channels/10/messages');
      assert.deepEqual(message, { messageId: '5001', channelId: '10' });
    });
  }

  test('fills when an acknowledgement arrived but its response did not', async (t) => {
    const { discord, surface, paths } = await called(t);
    discord.respond = ({ path }) =>
      path.includes('callback') ? { status: 500, body: {} } : undefined;
    await assert.rejects(surface.put(undefined, page('x'), putOptions()), PlatformError);
    discord.respond = ({ path }) =>
      path.includes('callback')
        ? { status: 400, body: { code: 40_060, message: 'already acknowledged' } }
        : undefined;
    await surface.put(undefined, page('x'), putOptions());
    assert.deepEqual(paths(), [answered, answered, `PATCH ${original}`]);
  });

  test('reads the message that a server does not give back', async (t) => {
    const { discord, surface, paths } = await called(t);
    discord.respond = ({ method, path }) => {
      if (path.includes('callback')) return { status: 204 };
      return method === 'GET' ? { body: { id: '4444' } } : undefined;
    };
    assert.equal((await surface.put(undefined, page('x'), putOptions())).messageId, '4444');
    assert.deepEqual(paths(), [answered, `GET ${original}`]);
  });

  for (const code of [10_015, 10_008, 10_062]) {
    test(`comes once where the server takes it and then does not find it (${code})`, async (t) => {
      const { discord, surface, paths } = await called(t);
      discord.respond = ({ method, path }) => {
        if (path.includes('/callback')) return { status: 204 };
        return method === 'GET' ? { status: 404, body: { code, message: 'Unknown' } } : undefined;
      };
      await surface.put(undefined, page('hi'), putOptions());
      assert.deepEqual(paths(), [answered, `GET ${original}`]);
    });
  }

  test('comes once where its response was lost, and the server does not find it then', async (t) => {
    const { discord, surface, paths } = await called(t);
    let isTaken = false;
    discord.respond = ({ path }) => {
      if (!path.includes('/callback'))
        return { status: 404, body: { code: 10_015, message: 'no' } };
      if (isTaken) return { status: 400, body: { code: 40_060, message: 'Already acknowledged' } };
      isTaken = true;
      return { status: 502, body: {} };
    };
    await assert.rejects(surface.put(undefined, page('hi'), putOptions()), { kind: 'server' });
    await surface.put(undefined, page('hi'), putOptions({ mayExist: true }));
    assert.deepEqual(paths(), [answered, answered, `PATCH ${original}`]);
  });

  test('fills the deferral of an earlier process', async (t) => {
    const { bot, paths } = await setUp(t);
    const address = {
      channel: { platform: 'discord', id: '10', kind: 'group' as const },
      interaction: { id: '3', token: 'tok', expiresAt: bot.clock.now() + 60_000 },
    };
    await bot.platform.surface(address).put(undefined, page('x'), putOptions());
    assert.deepEqual(paths(), [`PATCH ${original}`]);
  });

  test('is not deferred after stop', async (t) => {
    const { discord, bot } = await called(t);
    await bot.platform.stop();
    await bot.clock.advance(5_000);
    assert.deepEqual(discord.requests, []);
  });
});

describe('the answer to a press', () => {
  test('acknowledges the press when it edits the message of the button', async (t) => {
    const { discord, surface, message, paths } = await pressed(t);
    assert.deepEqual(await surface.put(message, page('two'), putOptions()), {
      messageId: '55',
      channelId: '10',
    });
    assert.deepEqual(paths(), [answered]);
    assert.equal(discord.requests[0]?.body.type, 7);
  });

  test('edits the message after an invisible deferral when it comes later', async (t) => {
    const { discord, bot, surface, message, paths } = await pressed(t);
    await bot.clock.advance(1_500);
    assert.equal((await discord.waitForRequest('POST', /callback/)).body.type, 6);
    await surface.put(message, page('two'), putOptions());
    assert.deepEqual(paths(), [callback, `PATCH ${original}`]);
  });

  test('takes the place of a guest page that no token reaches any more', async (t) => {
    const { discord, bot, message, address, paths } = await pressed(t);
    const guest = { id: '10/5', personId: '5', isGuest: true } as const;
    const channel = { ...address.channel, ...guest };
    const surface = bot.platform.surface({ ...address, channel });
    const earlierPage = { messageId: '54', channelId: '10' };
    await assert.rejects(surface.put(earlierPage, page('one'), putOptions()), { kind: 'gone' });
    await surface.put(message, page('one'), putOptions());
    assert.deepEqual(paths(), [answered]);
    assert.equal(discord.requests[0]?.body.type, 7);
  });

  test('does not overwrite the message of the button when it is a new message', async (t) => {
    const { discord, bot, surface, paths } = await pressed(t);
    await bot.clock.advance(1_500);
    await discord.waitForRequest('POST', /callback/);
    await surface.put(undefined, page('new'), putOptions());
    assert.deepEqual(paths(), [callback, `POST /webhooks/${APPLICATION_ID}/tok`]);
  });
});

describe('completeOption', () => {
  const completion = {
    ...interaction,
    type: 4,
    data: { type: 1, name: 'model', options: [{ name: 'name', value: 'd', focused: true }] },
  };

  test('sends at most 25 choices, and none that Discord would refuse', async (t) => {
    const { discord, bot } = await setUp(t);
    const many = Array.from({ length: 40 }, (_, index) => ({
      name: `${'n'.repeat(120)}${index}`,
      value: `v${index}`,
    }));
    bot.choices = [{ name: '', value: 'empty' }, { name: 'long', value: 'v'.repeat(101) }, ...many];
    discord.sendEvent('INTERACTION_CREATE', completion);
    const { body } = await discord.waitForRequest('POST', /callback/);
    assert.equal(body.type, 8);
    assert.equal(body.data.choices.length, 25);
    assert.deepEqual(body.data.choices[0], { name: 'n'.repeat(100), value: 'v0' });
  });

  test('survives a refusal because it was too late', async (t) => {
    const { discord, bot } = await setUp(t);
    discord.respond = () => ({
      status: 404,
      body: { code: 10_062, message: 'Unknown interaction' },
    });
    discord.sendEvent('INTERACTION_CREATE', completion);
    await waitFor(
      () =>
        bot.logLines.some(
          ({ level, message }) => level === 'debug' && message.includes('not sent'),
        ),
      'not logged',
    );
    assert.equal(
      bot.logLines.some(({ level }) => level === 'error'),
      false,
    );
  });
});
