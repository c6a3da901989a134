import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { startScriptedDiscord } from '../scripted-discord.ts';
import { createBot, putOptions } from '../start-bot.ts';

const interaction = {
  id: '3',
  token: 'tok',
  guild_id: '7',
  channel_id: '10',
  channel: { id: '10', type: 0 },
  member: { user: { id: '5', username: 'ada' }, roles: [], permissions: '0' },
};
const press = (custom_id: string) => ({
  ...interaction,
  type: 3,
  data: { component_type: 2, custom_id },
  message: { id: '55' },
});
const form = {
  id: 'persona:write',
  title: 'Instructions',
  fields: [
    { name: 'name', label: 'Name', isRequired: true, maxCharacters: 40 },
    { name: 'text', label: 'Text', value: 'Be kind.', isLong: true },
  ],
};
const signal = new AbortController().signal;

async function pressed(t: TestContext, customId: string) {
  const discord = await startScriptedDiscord(t);
  const bot = createBot(t, discord);
  await bot.start();
  discord.requests.length = 0;
  discord.sendEvent('INTERACTION_CREATE', press(customId));
  const { address } = await bot.waitForEvent('button');
  const surface = bot.platform.surface(address);
  const types = () => discord.requests.map(({ body }) => body?.type);
  return { discord, bot, surface, types };
}

describe('a form', () => {
  // https://discord.com/developers/docs/components/reference#label
  test('opens as a modal whose inputs stand in labels', async (t) => {
    const { discord, surface } = await pressed(t, 'persona:write#form');
    assert.equal(await surface.showForm?.(form, signal), true);
    const short = { type: 4, custom_id: 'name', style: 1, required: true, max_length: 40 };
    const long = { type: 4, custom_id: 'text', style: 2, value: 'Be kind.', required: false };
    assert.deepEqual(discord.requests[0]?.body, {
      type: 9,
      data: {
        custom_id: 'persona:write',
        title: 'Instructions',
        components: [
          { type: 18, label: 'Name', component: short },
          { type: 18, label: 'Text', component: { ...long, max_length: 4000 } },
        ],
      },
    });
  });

  test('does not open when the press was deferred already, so that the words take its place', async (t) => {
    const { discord, bot, surface, types } = await pressed(t, 'persona:write');
    await bot.clock.advance(300);
    await discord.waitForRequest('POST', /callback/);
    assert.equal(await surface.showForm?.(form, signal), false);
    await surface.put(undefined, { content: 'Type it.' }, putOptions({ onlyAsker: true }));
    assert.deepEqual([types()[0], discord.requests.at(-1)?.body.flags], [6, 64 | 4]);
  });

  test('has more time where the button says that one may open', async (t) => {
    const { bot, surface, types } = await pressed(t, 'persona:write#form');
    await bot.clock.advance(1_400);
    assert.deepEqual(types(), []);
    assert.equal(await surface.showForm?.(form, signal), true);
  });

  test('that the server refuses gives way to the words', async (t) => {
    const { discord, surface, types } = await pressed(t, 'persona:write#form');
    discord.respond = ({ body }) =>
      body?.type === 9 ? { status: 400, body: { code: 50_035, message: 'Invalid' } } : undefined;
    assert.equal(await surface.showForm?.(form, signal), false);
    await surface.put(undefined, { content: 'Type it.' }, putOptions());
    assert.deepEqual(types(), [9, 4]);
  });
});

describe('a menu', () => {
  // https://discord.com/developers/docs/components/reference#string-select
  test('is a string select in a row of its own', async (t) => {
    const { discord, surface } = await pressed(t, 'settings:x');
    const entries = [
      { value: 'de', label: 'Deutsch', description: 'German', isSelected: true },
      { value: 'en', label: 'English' },
    ];
    const menu = { id: 'settings:language', label: 'Language', entries };
    const button = { id: 'settings:other', label: 'Other', mayOpenForm: true };
    await surface.put(
      undefined,
      { content: 'Pick.' },
      putOptions({ controls: [[menu], [button]] }),
    );
    assert.deepEqual(discord.requests[0]?.body.data.components, [
      {
        type: 1,
        components: [
          {
            type: 3,
            custom_id: 'settings:language',
            placeholder: 'Language',
            options: [
              { value: 'de', label: 'Deutsch', description: 'German', default: true },
              { value: 'en', label: 'English' },
            ],
          },
        ],
      },
      {
        type: 1,
        components: [{ type: 2, custom_id: 'settings:other#form', label: 'Other', style: 2 }],
      },
    ]);
  });
});

describe('a page that only one person sees', () => {
  test('is continued by messages that only this person sees', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    const shown = { ...press('settings:all'), message: { id: '55', flags: 64 } };
    discord.sendEvent('INTERACTION_CREATE', shown);
    const { address, message } = await bot.waitForEvent('button');
    const surface = bot.platform.surface(address);
    const after = await surface.put(message, { content: 'one' }, putOptions({ key: 'a' }));
    await surface.put(undefined, { content: 'two' }, putOptions({ key: 'b', after }));
    assert.equal(discord.requests.at(-1)?.body.flags, 64 | 4);
  });
});
