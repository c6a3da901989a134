import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { readRouting } from '../../src/config/read-routing.ts';
import { ConfigError } from '../../src/errors.ts';
import { providers as providerTable } from '../../src/providers/index.ts';

const providers = { all: ['openai', 'groq', 'anthropic', 'ollama'], ready: ['openai', 'ollama'] };
const read = (text: string) => readRouting('parley.yaml', text, providers);

const COMPLETE = `
default: smart
aliases:
  smart: [openai/gpt-x, { model: ollama/llama, weight: 3 }]
  long:
    targets: [openai/gpt-long]
    fallbacks: { policy: [smart] }
fallbacks:
  general: [smart]
  larger_context: [long]
models:
  ollama/*:
    limits: { first_content: 5m, idle: 90s, total: 1h, headers: 500ms }
    context_window: 8192
    images: false
  openai/gpt-x:
    parameters: { temperature: 0.3, max_output_tokens: 500, stop: [END], reasoning_effort: low }
    price: { input: 0.5, output: 2, cached_input: 0.05, per_image: 0.001, per_request: 0.01 }
scopes:
  bot: { time_zone: Europe/Berlin, follow_up: never }
  discord:12:
    threads: true
    nearby: { age: 2h }
    answered_bots: ["99"]
    summary_model: smart
  telegram:-1007/4: { nearby: false, transcripts: shown }
`;

/** Invalid files, each with the line, the path and the cure in its error. */
const INVALID: readonly (readonly [text: string, error: RegExp])[] = [
  ['aliases: [', /^parley\.yaml:1 cannot be read as YAML .* Check the/],
  ['a: 1\na: 2', /^parley\.yaml:2 .*duplicate key/],
  [
    '- openai/gpt-x',
    /^parley\.yaml:1 the file: must have default, aliases, fallbacks, models, personas, scopes, access, limits\.$/,
  ],
  ['defaults: openai/x', /^parley\.yaml:1 defaults: is not known here\. Did you mean default\?$/],
  [
    '\nwhatever: 1',
    /^parley\.yaml:2 whatever: is not known here\. Possible keys: default, aliases/,
  ],
  ['openai_api_key: sk-secret', /^parley\.yaml:1 openai_api_key: .* belong in \.env\.$/],
  [
    'default: gpt-5',
    /^parley\.yaml:1 default: “gpt-5” is neither an alias nor provider\/model\. Write .*openai\/gpt-5/,
  ],
  ['default: smrt\naliases: { smart: [openai/x] }', /default: “smrt” .*Did you mean smart\?$/],
  [
    'default: opnai/x',
    /default: “opnai\/x”: there is no provider opnai\. Did you mean openai\/x\?$/,
  ],
  [
    'default: wxyz/x',
    /there is no provider wxyz\. The providers are: openai, groq, anthropic, ollama\.$/,
  ],
  [
    'aliases:\n  openai: [openai/x]',
    /^parley\.yaml:2 aliases\.openai: .*name of a provider\. Give/,
  ],
  [
    'aliases:\n  a b: [openai/x]',
    /^parley\.yaml:2 aliases\.a b: .*cannot be the name of an alias\. Use/,
  ],
  [
    'scopes:\n  disocrd:5: { threads: true }',
    /^parley\.yaml:2 scopes\.disocrd:5: “disocrd:5” is no scope\. Did you mean discord:5\?$/,
  ],
  ['scopes:\n  discord:5/6: { threads: true }', /“discord:5\/6” is no scope\. Write bot, discord/],
  ['scopes:\n  telegarm@memes: { files: true }', /Did you mean telegram@memes\?$/],
  [
    'personas: { clerk: Be dry. }\nscopes:\n  bot:\n    persona: clrk',
    /^parley\.yaml:4 scopes\.bot\.persona: “clrk” is no persona of this file\. Did you mean clerk\?$/,
  ],
  ['scopes: { bot: { persona: clerk } }', /no persona of this file\. Write it under personas\.$/],
  [
    'personas: { clerk: Be dry. }\nscopes:\n  bot:\n    persona: clerk\n    instructions: Be nice.',
    /^parley\.yaml:5 scopes\.bot\.instructions: cannot stand beside a persona/,
  ],
  ['personas: { a b: Be dry. }', /personas\.a b: “a b” cannot be the name of a persona\. Use/],
  ['personas: { None: Be dry. }', /personas\.None: “None” is a word of the command \/persona\./],
  ['personas: { clerk: "" }', /personas\.clerk: must not be empty\.$/],
  [
    'personas:\n  clerk:\n    instruction: Be dry.',
    /personas\.clerk\.instruction: is not known here\. Did you mean instructions\?$/m,
  ],
  [
    'personas: { clerk: { instructions: Be dry., model: smrt } }',
    /personas\.clerk\.model: “smrt” is neither an alias/,
  ],
  ['scopes: { bot: { model: smrt } }', /scopes\.bot\.model: “smrt” is neither an alias/],
  ['scopes: { bot: { language: fr } }', /language: must be one of en, de, ru, es, pt-BR, zh-CN\.$/],
  ['scopes: { bot: { powers: { rest: admins } } }', /powers\.rest: .*Did you mean reset\?$/],
  [
    'scopes: { bot: { powers: { reset: mods } } }',
    /powers\.reset: must be one of everyone, asker, moderators, admins, nobody\.$/,
  ],
  ['scopes: { bot: { moderators: [7] } }', /must be the id of a role or a person, in quotes\.$/],
  ['scopes: { bot: { history_days: -1 } }', /must be 0 \(keep without limit\) or more\.$/],
  ['scopes: { bot: { footer: [weather] } }', /must be one of model, tokens, seconds, cost\.$/],
  ['scopes: { bot: { files: maybe } }', /files: must be true or false\.$/],
  [
    'scopes:\n  bot:\n    treads: true',
    /^parley\.yaml:3 scopes\.bot\.treads: is not known here\. Did you mean threads\?$/,
  ],
  ['scopes: { bot: { nearby: { mesages: 5 } } }', /bot\.nearby\.mesages: .*mean messages\?$/],
  ['scopes: { bot: { nearby: sometimes } }', /bot\.nearby: must have messages, age, characters\.$/],
  ['scopes: { bot: { time_zone: Mars/Base } }', /time_zone: “Mars\/Base” is no time zone\. Write/],
  ['scopes: { bot: { summary_model: smrt } }', /bot\.summary_model: “smrt” is neither an alias/],
  ['scopes: { bot: { answered_bots: [99] } }', /must be the id of a bot, in quotes\.$/],
  ['aliases:\n  a: []', /^parley\.yaml:2 aliases\.a: must name at least one model\.$/],
  [
    'aliases:\n  a:\n    - openai/x\n    - nobody/x',
    /^parley\.yaml:4 aliases\.a\[1\]: .*no provider nobody/,
  ],
  [
    'aliases:\n  a: [{ model: openai/x, wait: 2 }]',
    /^parley\.yaml:2 aliases\.a\[0\]\.wait: .* model, weight\.$/,
  ],
  [
    'aliases:\n  a: [{ model: openai/x, weight: -2 }]',
    /^parley\.yaml:2 aliases\.a\[0\]\.weight: must be a number from 0/,
  ],
  [
    'aliases:\n  a: { target: [openai/x] }',
    /aliases\.a\.target: is not known here\. Did you mean targets\?/,
  ],
  ['aliases: { a: 7 }', /aliases\.a: must be a list of models, or have targets and fallbacks\.$/],
  ['aliases: { a: [openai/x], b: [a] }', /aliases\.b\[0\]: “a” is not provider\/model\./],
  [
    'fallbacks:\n  large_context: [openai/x]',
    /^parley\.yaml:2 fallbacks\.large_context: .*Did you mean larger_context\?$/,
  ],
  [
    'fallbacks:\n  general: openai/x',
    /^parley\.yaml:2 fallbacks\.general: must be a list of models, such as/,
  ],
  [
    'models:\n  gpt-5: { images: true }',
    /^parley\.yaml:2 models\.gpt-5: “gpt-5” is not provider\/model/,
  ],
  [
    'models:\n  openai/x:\n    limits:\n      total: 60',
    /^parley\.yaml:4 models\.openai\/x\.limits\.total: “60” is not a time limit\. Write .*60s/,
  ],
  ['models: { openai/x: { limits: { total: 0s } } }', /limits\.total: “0s” is not a time limit/],
  [
    'models: { openai/x: { limits: { totl: 5s } } }',
    /limits\.totl: is not known here\. Did you mean total\?/,
  ],
  [
    'models: { openai/x: { parameters: { temperature: hot } } }',
    /parameters\.temperature: must be a number from 0 to 5\.$/,
  ],
  [
    'models: { openai/x: { parameters: { reasoning_effort: lots } } }',
    /must be none, low, medium or high\.$/,
  ],
  ['models: { openai/x: { context_window: big } }', /context_window: must be a whole number\.$/],
  ['models: { openai/x: { images: maybe } }', /images: must be true or false\.$/],
  [
    'models: { openai/x: { price: { input: -1 } } }',
    /price\.input: must be a number from 0 to 100000\.$/,
  ],
  ['models: { openai/x: { price: {} } }', /price: must have input, output, cached_input/],
  [
    'models: { openai/x: { price: { inputs: 1 } } }',
    /price\.inputs: is not known here\. Did you mean input\?$/,
  ],
  ['models: { openai/x: { price: 3 } }', /price: must have input, output, cached_input/],
  ['default: *nobody', /parley\.yaml.*anchors/],
  // YAML would round this number, so it would mean somebody else.
  [
    'access:\n  deny: [998877665544332211]',
    /^parley\.yaml:2 access\.deny\[0\]: must be an id\. Write a number in quotes, or with its network/,
  ],
  ['access: { allow: [discord:Ann] }', /access\.allow\[0\]: “discord:Ann” is not an id\. Write/],
  ['access: { direct: maybe }', /access\.direct: must be on, off or listed\.$/],
  [
    'limits:\n  persons: { answers_per_day: 5 }',
    /^parley\.yaml:2 limits\.persons: is not known here\. Did you mean person\?$/,
  ],
  [
    'limits:\n  person:\n    answer_per_day: 5',
    /^parley\.yaml:3 limits\.person\.answer_per_day: .* mean answers_per_day\?$/,
  ],
  [
    'scopes:\n  discord:12:\n    limits:\n      person: { token_per_day: 5 }',
    /^parley\.yaml:4 scopes\.discord:12\.limits\.person\.token_per_day: .* mean tokens_per_day\?$/,
  ],
  [
    'limits: { person: { usd_per_day: -1 } }',
    /usd_per_day: “-1” is no limit\. Write a number of dollars, 0 or more, or none for no limit\. 0 allows nothing\.$/,
  ],
  [
    'limits: { person: { usd_per_day: "$1" } }',
    /usd_per_day: “\$1” is no limit\. Write a number of dollars, 0 or more, or none for no limit\.$/,
  ],
  // YAML reads two entries: `usd_per_day: 0`, and `5` without a value.
  [
    'limits: { person: { usd_per_day: 0,5 } }',
    /^parley\.yaml:1 limits\.person\.5: is not known here\. Write decimals with a point, as in 0\.5\.$/,
  ],
  [
    'models: { openai/x: { price: { input: 2,50, output: 10 } } }',
    /price\.50: is not known here\. Write decimals with a point/,
  ],
  [
    'limits: { person: { answers_per_day: 2.5 } }',
    /answers_per_day: “2\.5” is no limit\. Write a whole number, 0 or more/,
  ],
  [
    'limits: { person: { at_once: 0 } }',
    /at_once: “0” is no limit\. .* To allow nothing, write answers_per_day: 0\.$/,
  ],
  [
    'limits: { person: { answers_per_minute: 20k } }',
    /answers_per_minute: “20k” is no limit\. Write a whole number, from 0 to 10000/,
  ],
  ['limits: { total: 50 }', /limits\.total: must have answers_per_minute, /],
  ['limits: { unpriced: maybe }', /limits\.unpriced: must be allow or refuse\.$/],
  [
    'aliases: { cheap: [openai/x] }\nlimits:\n  person: { degrade: chep }',
    /^parley\.yaml:3 limits\.person\.degrade: “chep” .* Did you mean cheap\?$/,
  ],
  [
    'scopes:\n  discord:12:\n    limits:\n      total: { degrade: nobody/x }',
    /^parley\.yaml:4 scopes\.discord:12\.limits\.total\.degrade: .* no provider nobody/,
  ],
  [
    'scopes:\n  bot:\n    limits: { total: { usd_per_day: 5 } }',
    /^parley\.yaml:3 scopes\.bot\.limits: must stand at the top level of the file/,
  ],
  ['access: { admin: [] }', /access\.admin: is not known here\. Did you mean admins\?/],
];

describe('readRouting', () => {
  test('reads the default, aliases, fallbacks and rules for models', () => {
    const { routing } = read(COMPLETE);
    assert.deepEqual(routing, {
      defaultModel: 'smart',
      aliases: new Map([
        [
          'smart',
          {
            targets: [{ model: 'openai/gpt-x' }, { model: 'ollama/llama', weight: 3 }],
            fallbacks: {},
          },
        ],
        ['long', { targets: [{ model: 'openai/gpt-long' }], fallbacks: { policy: ['smart'] } }],
      ]),
      fallbacks: { general: ['smart'], largerContext: ['long'] },
      models: new Map([
        [
          'ollama/*',
          {
            limits: { headersMs: 500, firstContentMs: 300_000, idleMs: 90_000, totalMs: 3_600_000 },
            contextWindow: 8192,
            images: false,
          },
        ],
        [
          'openai/gpt-x',
          {
            parameters: {
              temperature: 0.3,
              maxOutputTokens: 500,
              stop: ['END'],
              reasoningEffort: 'low',
            },
            price: { input: 0.5, output: 2, cachedInput: 0.05, perImage: 0.001, perRequest: 0.01 },
          },
        ],
      ]),
      scopes: new Map([
        ['bot', { timeZone: 'Europe/Berlin', followUp: 'never' }],
        [
          'discord:12',
          {
            opensThreads: true,
            nearby: { messages: 30, ageMs: 7_200_000, characters: 6_000 },
            answeredBots: ['99'],
            summaryModel: 'smart',
          },
        ],
        ['telegram:-1007/4', { nearby: false, transcripts: 'shown' }],
      ]),
    });
  });

  test('reads who may use the bot', () => {
    const { routing } = read(`
access:
  admins: [telegram:5, "6"]
  deny: [discord@memes:7, telegram:-1001/3]
  direct: off
`);
    assert.deepEqual(routing.access, {
      admins: ['telegram:5', '6'],
      deny: ['discord@memes:7', 'telegram:-1001/3'],
      direct: 'off',
    });
    assert.equal(read('').routing.access, undefined);
  });

  test('reads limits of the whole bot, and of scopes', () => {
    const { routing, warnings } = read(`
aliases: { cheap: [openai/gpt-x] }
limits:
  total: { usd_per_month: 50 }
  person: { answers_per_minute: 5, answers_per_day: 100, at_once: 2, tokens_per_day: 200k, usd_per_day: 0.5, longest_answer: 2_000, commands_per_minute: 20, degrade: cheap }
  moderators: { usd_per_day: 2, degrade: none }
  admins: { usd_per_day: none }
  unpriced: allow
scopes:
  discord:12: { limits: { total: { tokens_per_day: 1.5M }, channel: { usd_per_day: 0 } } }
`);
    assert.deepEqual(
      routing.limits,
      new Map([
        [
          'bot',
          {
            total: { usdPerMonth: 50 },
            person: {
              answersPerMinute: 5,
              answersPerDay: 100,
              atOnce: 2,
              tokensPerDay: 200_000,
              usdPerDay: 0.5,
              longestAnswer: 2_000,
              commandsPerMinute: 20,
              degrade: 'cheap',
            },
            moderators: { usdPerDay: 2, degrade: 'none' },
            admins: { usdPerDay: 'none' },
            unpriced: 'allow',
          },
        ],
        ['discord:12', { total: { tokensPerDay: 1_500_000 }, channel: { usdPerDay: 0 } }],
      ]),
    );
    assert.deepEqual(routing.scopes, new Map([['discord:12', {}]]));
    assert.deepEqual(warnings, []);
  });

  test('accepts the example in README.md without a warning', () => {
    const [, text = ''] =
      /```yaml\n([\s\S]*?)```/.exec(
        readFileSync(new URL('../../README.md', import.meta.url), 'utf8'),
      ) ?? [];
    const all = Object.keys(providerTable);
    const { routing, warnings } = readRouting('README.md', text, { all, ready: all });
    assert.deepEqual([...routing.aliases.keys()], ['smart', 'cheap']);
    assert.deepEqual(warnings, []);
  });

  test('reads personas, and what scopes choose', () => {
    const { routing } = read(`
personas:
  clerk: Be dry.
  pirate:
    instructions: Talk like a pirate.
    description: Arr!
    model: openai/gpt-x
    parameters: { temperature: 1.2 }
scopes:
  bot: { history_days: 0.5, language: pt-BR, footer: [model], reasoning: folded }
  discord@memes: { persona: pirate, powers: { reset: everyone } }
  discord@memes:12: { persona: false, model: openai/gpt-x, files: false }
  telegram:-1007: { instructions: Be nice., rich: true, moderators: ["7"], parameters: { top_p: 0.5 } }
`);
    assert.deepEqual(
      [...(routing.personas?.values() ?? [])],
      [
        { name: 'clerk', instructions: 'Be dry.' },
        {
          name: 'pirate',
          instructions: 'Talk like a pirate.',
          description: 'Arr!',
          model: 'openai/gpt-x',
          parameters: { temperature: 1.2 },
        },
      ],
    );
    assert.deepEqual(Object.fromEntries(routing.scopes), {
      bot: { historyDays: 0.5, language: 'pt-BR', footer: ['model'], reasoning: 'folded' },
      'discord@memes': { persona: 'pirate', powers: { reset: 'everyone' } },
      'discord@memes:12': { persona: '', model: 'openai/gpt-x', takesFiles: false },
      'telegram:-1007': {
        instructions: 'Be nice.',
        isRich: true,
        moderators: ['7'],
        parameters: { topP: 0.5 },
      },
    });
  });

  test('accepts an empty file and empty sections', () => {
    const nothing = {
      aliases: new Map(),
      fallbacks: {},
      models: new Map(),
      scopes: new Map(),
    };
    for (const text of ['', '# only a comment', 'aliases:\nfallbacks:\nmodels:\n']) {
      assert.deepEqual(read(text), { routing: nothing, warnings: [] });
    }
  });

  for (const [text, expected] of INVALID) {
    test(`refuses a file with the line, the path and the cure: ${text.replaceAll('\n', ' ⏎ ')}`, () => {
      assert.throws(
        () => read(text),
        (error) => {
          assert.ok(error instanceof ConfigError, String(error));
          assert.match(error.message, expected);
          assert.doesNotMatch(error.message, /sk-secret/);
          return true;
        },
      );
    });
  }

  test('hides a key in the wrong place', () => {
    const key = 'sk-proj-Ab3dEf6hIj9kLmNoPqRsTuVwXyZ-0123_456789';
    for (const text of [
      `default: ${key}`,
      `${key}: 1`,
      `aliases: { smart: [${key}] }`,
      `aliases: { ${key}: [nobody/x] }`,
      `fallbacks: { general: [${key}/x] }`,
      `models: { openai/x: { limits: { total: ${key} } } }`,
    ]) {
      assert.throws(
        () => read(text),
        (error: Error) =>
          !/Ab3d|6789/.test(error.message) && error.message.includes('[looks like a key]'),
        text,
      );
    }
    assert.match(
      read(`default: groq/${key}`).warnings.join(),
      /“groq\/\[looks like a key\]” cannot answer/,
    );
  });

  test('lists only the first of very many problems', () => {
    const text = Array.from({ length: 500 }, (_, n) => `wrong${n}: 1`).join('\n');
    assert.throws(
      () => read(text),
      (error: Error) =>
        error.message.split('\n').length === 21 && /\n.*480 more/.test(error.message),
    );
  });

  test('lists all problems in one error', () => {
    assert.throws(
      () => read('default: [1]\nmodels:\n  openai/x: { imges: true }\n'),
      (error: Error) =>
        /:1 default/.test(error.message) && /:3 models\.openai\/x\.imges/.test(error.message),
    );
  });

  test('only warns about a provider without a key', () => {
    const { warnings } = read(
      'aliases:\n  a: [openai/x, groq/y]\nmodels: { anthropic/*: { images: true } }',
    );
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0] ?? '',
      /^parley\.yaml:2 aliases\.a\[1\]: “groq\/y” cannot answer.*GROQ_API_KEY/,
    );
  });

  test('warns about a vision fallback that is said to be blind', () => {
    const { warnings } = read(
      'fallbacks: { vision: [openai/x, openai/y] }\nmodels: { openai/y: { images: false } }',
    );
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0] ?? '',
      /^parley\.yaml:1 fallbacks\.vision\[1\]: “openai\/y” cannot answer: .*images is false\. Remove/,
    );
  });
});
