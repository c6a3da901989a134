import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Command } from '../../../src/contracts/command.ts';
import { localized } from '../../helpers/localized.ts';
import { APPLICATION_ID, type ScriptedResponse, startScriptedDiscord } from './scripted-discord.ts';
import { createBot } from './start-bot.ts';

const run = async () => ({ text: '' });
const complete = async () => [];
const commands: readonly Command[] = [
  {
    name: 'model',
    description: localized('Choose'),
    options: [{ name: 'name', description: localized('Which'), complete }],
    run,
  },
  { name: 'ask_about', description: localized('Ask about a message'), target: 'message', run },
];
const availability = { contexts: [0, 1], integration_types: [0] };
const bodies = [
  {
    type: 1,
    name: 'model',
    description: 'Choose',
    options: [{ type: 3, name: 'name', description: 'Which', required: false, autocomplete: true }],
    ...availability,
  },
  { type: 3, name: 'Ask about', ...availability },
];
/** The same commands as Discord gives them back: with more fields, and without those that have their default. */
const registered = [
  {
    id: '2',
    version: '1',
    type: 3,
    name: 'Ask about',
    description: '',
    dm_permission: true,
    nsfw: false,
    ...availability,
  },
  {
    id: '1',
    application_id: APPLICATION_ID,
    default_member_permissions: null,
    type: 1,
    name: 'model',
    description: 'Choose',
    options: [{ type: 3, name: 'name', description: 'Which', autocomplete: true }],
    contexts: [1, 0],
    integration_types: [0],
  },
];

async function startWith(
  t: TestContext,
  answer: (method: string) => ScriptedResponse | undefined,
  offered = commands,
) {
  const discord = await startScriptedDiscord(t);
  const bot = createBot(t, discord, { commands: offered });
  discord.respond = ({ method, path }) =>
    path.startsWith(`/applications/${APPLICATION_ID}/commands`) ? answer(method) : undefined;
  await bot.start();
  return { bot, puts: discord.requests.filter(({ method }) => method === 'PUT') };
}

describe('registerCommands', () => {
  test('puts all commands at once when none is registered', async (t) => {
    const { puts } = await startWith(t, () => undefined);
    assert.deepEqual(puts, [
      { method: 'PUT', path: `/applications/${APPLICATION_ID}/commands`, body: bodies },
    ]);
  });

  test('puts nothing when all are registered, in any order and shape', async (t) => {
    const { puts } = await startWith(t, () => ({ body: registered }));
    assert.deepEqual(puts, []);
  });

  test('takes fields that a compatible server does not keep as unchanged', async (t) => {
    const bare = registered.map(({ contexts: _, integration_types: __, ...body }) => body);
    const { puts } = await startWith(t, () => ({ body: bare }));
    assert.deepEqual(puts, []);
  });

  for (const [what, change] of [
    ['another description', { description: 'Choose one' }],
    ['another option', { options: [] }],
    ['another availability', { contexts: [0] }],
    ['another name', { name: 'old' }],
  ] as const) {
    test(`puts all commands when one is registered with ${what}`, async (t) => {
      const { puts } = await startWith(t, () => ({
        body: [registered[0], { ...registered[1], ...change }],
      }));
      assert.equal(puts.length, 1);
    });
  }

  test('puts all commands when one of an earlier version is left over', async (t) => {
    const { puts } = await startWith(t, () => ({
      body: [...registered, { id: '3', type: 1, name: 'gone', description: 'x' }],
    }));
    assert.equal(puts.length, 1);
  });

  describe('with translations', () => {
    const translated: readonly Command[] = [
      {
        name: 'model',
        description: { ...localized('Choose'), de: 'Wähle', es: 'Elige' },
        options: [
          { name: 'name', description: { ...localized('Which'), 'zh-CN': '哪个' }, complete },
        ],
        run,
      },
      {
        name: 'ask_about',
        description: localized('Ask about a message'),
        target: 'message',
        menuName: { ...localized('Ask about'), 'pt-BR': 'Perguntar' },
        run,
      },
    ];
    const localizations = {
      description_localizations: { de: 'Wähle', 'es-ES': 'Elige', 'es-419': 'Elige' },
    };
    const translatedOption = {
      ...registered[1]?.options?.[0],
      description_localizations: { 'zh-CN': '哪个' },
    };
    const registeredTranslated = [
      {
        ...registered[0],
        name_localizations: { 'pt-BR': 'Perguntar' },
        description_localizations: null,
      },
      { ...registered[1], ...localizations, options: [translatedOption] },
    ];
    const putsFor = async (t: TestContext, body: unknown) =>
      (await startWith(t, () => ({ body }), translated)).puts;

    test('asks for the translations, and puts nothing when they are registered', async (t) => {
      assert.deepEqual(await putsFor(t, registeredTranslated), []);
    });

    test('puts them in the languages that Discord has, and only where the words differ', async (t) => {
      // Discord gives null for a command that has none.
      const [put] = await putsFor(
        t,
        registered.map((body) => ({ ...body, description_localizations: null })),
      );
      assert.deepEqual(put?.body, [
        {
          ...bodies[0],
          ...localizations,
          options: [
            {
              type: 3,
              name: 'name',
              description: 'Which',
              required: false,
              autocomplete: true,
              description_localizations: { 'zh-CN': '哪个' },
            },
          ],
        },
        { ...bodies[1], name_localizations: { 'pt-BR': 'Perguntar' } },
      ]);
    });

    test('puts all commands when one translation changed', async (t) => {
      const [menu, model] = registeredTranslated;
      const changed = { ...model, description_localizations: { de: 'Nimm' } };
      assert.equal((await putsFor(t, [menu, changed])).length, 1);
    });

    test('takes translations that a compatible server does not keep as unchanged', async (t) => {
      assert.deepEqual(await putsFor(t, registered), []);
    });
  });

  test('works with a server that answers everything with an empty object', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.respond = ({ path }) => (path === '/gateway/bot' ? undefined : { body: {} });
    await createBot(t, discord, { commands }).start();
    await discord.waitForRequest('PUT', /commands/);
  });

  test('logs a refusal with its cure, and lets the bot start', async (t) => {
    const refusal = {
      status: 400,
      body: { code: 30_034, message: 'Max number of daily application command creates' },
    };
    const { bot } = await startWith(t, (method) => (method === 'PUT' ? refusal : undefined));
    const line = bot.logLines.find(({ level }) => level === 'error');
    assert.match(line?.message ?? '', /200 new commands a day/);
  });
});
