import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Command } from '../../../src/contracts/command.ts';
import { type Answer, APPLICATION_ID, startScriptedDiscord } from './scripted-discord.ts';
import { createBot } from './start-bot.ts';

const run = async () => ({ text: '' });
const complete = async () => [];
const commands: readonly Command[] = [
  {
    name: 'model',
    description: 'Choose',
    options: [{ name: 'name', description: 'Which', complete }],
    run,
  },
  { name: 'ask_about', description: 'Ask about a message', target: 'message', run },
];
const where = { contexts: [0, 1], integration_types: [0] };
const bodies = [
  {
    type: 1,
    name: 'model',
    description: 'Choose',
    options: [{ type: 3, name: 'name', description: 'Which', required: false, autocomplete: true }],
    ...where,
  },
  { type: 3, name: 'Ask about', ...where },
];
/** As Discord gives them back: more fields, and none that has its default. */
const registered = [
  {
    id: '2',
    version: '1',
    type: 3,
    name: 'Ask about',
    description: '',
    dm_permission: true,
    nsfw: false,
    ...where,
  },
  {
    id: '1',
    ...{
      application_id: APPLICATION_ID,
      default_member_permissions: null,
      type: 1,
      name: 'model',
      description: 'Choose',
    },
    options: [{ type: 3, name: 'name', description: 'Which', autocomplete: true }],
    contexts: [1, 0],
    integration_types: [0],
  },
];

async function startWith(t: TestContext, answer: (method: string) => Answer | undefined) {
  const discord = await startScriptedDiscord(t);
  const bot = createBot(t, discord, { commands });
  discord.answer = ({ method, path }) =>
    path === `/applications/${APPLICATION_ID}/commands` ? answer(method) : undefined;
  await bot.start();
  return { bot, puts: discord.asked.filter(({ method }) => method === 'PUT') };
}

describe('registering commands', () => {
  test('all are put at once when they are not there', async (t) => {
    const { puts } = await startWith(t, () => undefined);
    assert.deepEqual(puts, [
      { method: 'PUT', path: `/applications/${APPLICATION_ID}/commands`, body: bodies },
    ]);
  });

  test('nothing is put when they are there already, in whatever order and shape', async (t) => {
    const { puts } = await startWith(t, () => ({ body: registered }));
    assert.deepEqual(puts, []);
  });

  test('fields that a compatible server does not keep do not count as changed', async (t) => {
    const bare = registered.map(({ contexts: _, integration_types: __, ...body }) => body);
    const { puts } = await startWith(t, () => ({ body: bare }));
    assert.deepEqual(puts, []);
  });

  for (const [what, change] of [
    ['another description', { description: 'Choose one' }],
    ['another option', { options: [] }],
    ['another place to use them', { contexts: [0] }],
    ['another name', { name: 'old' }],
  ] as const) {
    test(`${what} is a change`, async (t) => {
      const { puts } = await startWith(t, () => ({
        body: [registered[0], { ...registered[1], ...change }],
      }));
      assert.equal(puts.length, 1);
    });
  }

  test('one that is left over from an earlier version is a change', async (t) => {
    const { puts } = await startWith(t, () => ({
      body: [...registered, { id: '3', type: 1, name: 'gone', description: 'x' }],
    }));
    assert.equal(puts.length, 1);
  });

  test('a server that answers everything with an empty object is enough', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.answer = ({ path }) => (path === '/gateway/bot' ? undefined : { body: {} });
    await createBot(t, discord, { commands }).start();
    await discord.until('PUT', /commands/);
  });

  test('a refusal is told with its cure, and the bot starts', async (t) => {
    const refusal = {
      status: 400,
      body: { code: 30_034, message: 'Max number of daily application command creates' },
    };
    const { bot } = await startWith(t, (method) => (method === 'PUT' ? refusal : undefined));
    const line = bot.lines.find(({ level }) => level === 'error');
    assert.match(line?.message ?? '', /200 new commands a day/);
  });
});
