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
  discord.asked.length = 0;
  const paths = () => discord.asked.map(({ method, path }) => `${method} ${path}`);
  return { discord, bot, paths };
}

const callback = 'POST /interactions/3/tok/callback';
const answered = `${callback}?with_response=true`;
const original = `/webhooks/${APPLICATION_ID}/tok/messages/@original`;

async function called(t: TestContext) {
  const all = await setUp(t);
  all.discord.tell('INTERACTION_CREATE', command);
  const { address } = await all.bot.until('command');
  return { ...all, address, surface: all.bot.platform.surface(address) };
}

async function pressed(t: TestContext) {
  const all = await setUp(t);
  all.discord.tell('INTERACTION_CREATE', press);
  const { address, message } = await all.bot.until('button');
  return { ...all, message, surface: all.bot.platform.surface(address) };
}

describe('answering a command', () => {
  test('an answer that comes soon is the acknowledgement itself', async (t) => {
    const { discord, bot, surface, paths } = await called(t);
    const place = await surface.put(undefined, page('hi'), putOptions());
    assert.equal(place.messageId, '5001');
    assert.deepEqual(paths(), [answered]);
    assert.equal(discord.asked[0]?.body.type, 4);
    assert.equal(discord.asked[0]?.body.data.flags, 4);
    await bot.clock.advance(5_000);
    assert.equal(discord.asked.length, 1);
  });

  test('without one, Discord hears within 1.5 s that it will come, and then it fills the gap', async (t) => {
    const { discord, bot, surface, paths } = await called(t);
    await bot.clock.advance(1_499);
    assert.deepEqual(paths(), []);
    await bot.clock.advance(1);
    assert.equal((await discord.until('POST', /callback/)).body.type, 5);
    await surface.put(undefined, page('late'), putOptions());
    assert.deepEqual(paths(), [callback, `PATCH ${original}`]);
  });

  test('what comes after the first message follows it', async (t) => {
    const { surface, paths } = await called(t);
    const place = await surface.put(undefined, page('one'), putOptions({ key: 'a' }));
    await surface.put(undefined, page('two'), putOptions({ key: 'b', after: place }));
    assert.deepEqual(paths(), [answered, `POST /webhooks/${APPLICATION_ID}/tok`]);
  });

  test('only the asker sees what is for the asker', async (t) => {
    const { discord, surface } = await called(t);
    const place = await surface.put(undefined, page('secret'), putOptions({ onlyAsker: true }));
    assert.equal(discord.asked[0]?.body.data.flags, 64 | 4);
    assert.equal(Object(place).onlyAsker, true);
  });

  test('a deferral that all can see makes way for an answer that only the asker sees', async (t) => {
    const { discord, bot, surface, paths } = await called(t);
    await bot.clock.advance(1_500);
    await discord.until('POST', /callback/);
    await surface.put(undefined, page('secret'), putOptions({ onlyAsker: true }));
    assert.deepEqual(paths(), [
      callback,
      `DELETE ${original}`,
      `POST /webhooks/${APPLICATION_ID}/tok`,
    ]);
    assert.equal(discord.asked[2]?.body.flags, 64 | 4);
  });

  test('a deferral that made way already does not keep that answer from coming', async (t) => {
    const { discord, bot, surface, paths } = await called(t);
    await bot.clock.advance(1_500);
    await discord.until('POST', /callback/);
    discord.answer = ({ method }) => (method === 'POST' ? { status: 500, body: {} } : undefined);
    await assert.rejects(
      surface.put(undefined, page('secret'), putOptions({ onlyAsker: true })),
      PlatformError,
    );
    discord.answer = ({ method }) =>
      method === 'DELETE'
        ? { status: 404, body: { code: 10_008, message: 'Unknown Message' } }
        : undefined;
    const place = await surface.put(undefined, page('secret'), putOptions({ onlyAsker: true }));
    assert.equal(Object(place).onlyAsker, true);
    assert.equal(paths().at(-1), `POST /webhooks/${APPLICATION_ID}/tok`);
  });

  test('an edit goes by the token while that lives, then by the channel', async (t) => {
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
    test(`an interaction that ${what} is answered in the channel, but never for one person`, async (t) => {
      const { discord, surface, paths } = await called(t);
      discord.answer = ({ path }) =>
        path.includes('tok') ? { status, body: { code, message: 'no' } } : undefined;
      await assert.rejects(
        surface.put(undefined, page('x'), putOptions({ onlyAsker: true })),
        PlatformError,
      );
      assert.equal(
        paths().some((path) => path.includes('/channels')),
        false,
      );
      const place = await surface.put(undefined, page('x'), putOptions());
      assert.equal(paths().at(-1), 'POST /channels/10/messages');
      assert.deepEqual(place, { messageId: '5001', channelId: '10' });
    });
  }

  test('an acknowledgement that arrived although its answer did not is noticed', async (t) => {
    const { discord, surface, paths } = await called(t);
    discord.answer = ({ path }) =>
      path.includes('callback') ? { status: 500, body: {} } : undefined;
    await assert.rejects(surface.put(undefined, page('x'), putOptions()), PlatformError);
    discord.answer = ({ path }) =>
      path.includes('callback')
        ? { status: 400, body: { code: 40_060, message: 'already acknowledged' } }
        : undefined;
    await surface.put(undefined, page('x'), putOptions());
    assert.deepEqual(paths(), [answered, answered, `PATCH ${original}`]);
  });

  test('a server that does not give the message back is asked for it', async (t) => {
    const { discord, surface, paths } = await called(t);
    discord.answer = ({ method, path }) => {
      if (path.includes('callback')) return { status: 204 };
      return method === 'GET' ? { body: { id: '4444' } } : undefined;
    };
    assert.equal((await surface.put(undefined, page('x'), putOptions())).messageId, '4444');
    assert.deepEqual(paths(), [answered, `GET ${original}`]);
  });

  test('after a restart it fills what the earlier run deferred', async (t) => {
    const { bot, paths } = await setUp(t);
    const address = {
      channel: { platform: 'discord', id: '10', kind: 'group' as const },
      interaction: { id: '3', token: 'tok', expiresAt: bot.clock.now() + 60_000 },
    };
    await bot.platform.surface(address).put(undefined, page('x'), putOptions());
    assert.deepEqual(paths(), [`PATCH ${original}`]);
  });

  test('after stop nothing is deferred any more', async (t) => {
    const { discord, bot } = await called(t);
    await bot.platform.stop();
    await bot.clock.advance(5_000);
    assert.deepEqual(discord.asked, []);
  });
});

describe('answering a press', () => {
  test('what changes the message of the button is the acknowledgement itself', async (t) => {
    const { discord, surface, message, paths } = await pressed(t);
    assert.deepEqual(await surface.put(message, page('two'), putOptions()), {
      messageId: '55',
      channelId: '10',
    });
    assert.deepEqual(paths(), [answered]);
    assert.equal(discord.asked[0]?.body.type, 7);
  });

  test('without one, the press is deferred without a trace, and the message changed later', async (t) => {
    const { discord, bot, surface, message, paths } = await pressed(t);
    await bot.clock.advance(1_500);
    assert.equal((await discord.until('POST', /callback/)).body.type, 6);
    await surface.put(message, page('two'), putOptions());
    assert.deepEqual(paths(), [callback, `PATCH ${original}`]);
  });

  test('a new message does not overwrite the one with the button', async (t) => {
    const { discord, bot, surface, paths } = await pressed(t);
    await bot.clock.advance(1_500);
    await discord.until('POST', /callback/);
    await surface.put(undefined, page('new'), putOptions());
    assert.deepEqual(paths(), [callback, `POST /webhooks/${APPLICATION_ID}/tok`]);
  });
});

describe('completing a command', () => {
  const asking = {
    ...interaction,
    type: 4,
    data: { type: 1, name: 'model', options: [{ name: 'name', value: 'd', focused: true }] },
  };

  test('at most 25 choices are given, and none that Discord would refuse', async (t) => {
    const { discord, bot } = await setUp(t);
    const many = Array.from({ length: 40 }, (_, index) => ({
      name: `${'n'.repeat(120)}${index}`,
      value: `v${index}`,
    }));
    bot.choices = [{ name: '', value: 'empty' }, { name: 'long', value: 'v'.repeat(101) }, ...many];
    discord.tell('INTERACTION_CREATE', asking);
    const { body } = await discord.until('POST', /callback/);
    assert.equal(body.type, 8);
    assert.equal(body.data.choices.length, 25);
    assert.deepEqual(body.data.choices[0], { name: 'n'.repeat(100), value: 'v0' });
  });

  test('a completion that came too late does no harm', async (t) => {
    const { discord, bot } = await setUp(t);
    discord.answer = () => ({
      status: 404,
      body: { code: 10_062, message: 'Unknown interaction' },
    });
    discord.tell('INTERACTION_CREATE', asking);
    await waitFor(
      () =>
        bot.lines.some(({ level, message }) => level === 'debug' && message.includes('too late')),
      'not told',
    );
    assert.equal(
      bot.lines.some(({ level }) => level === 'error'),
      false,
    );
  });
});
