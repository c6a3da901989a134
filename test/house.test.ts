import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { checkCycles } from './house/check-cycles.ts';
import { checkDemand } from './house/check-demand.ts';
import { checkEnvironment } from './house/check-environment.ts';
import { checkHooks } from './house/check-hooks.ts';
import { checkLength } from './house/check-length.ts';
import { checkManifests } from './house/check-manifests.ts';
import { checkNames } from './house/check-names.ts';
import { checkPackages } from './house/check-packages.ts';
import { checkParts } from './house/check-parts.ts';
import { checkPaths } from './house/check-paths.ts';
import { checkPlatformFiles } from './house/check-platform-files.ts';
import { checkProcess } from './house/check-process.ts';
import { checkSiblings } from './house/check-siblings.ts';
import { checkTables } from './house/check-tables.ts';
import { checkUniqueNames } from './house/check-unique-names.ts';
import { type Check, readTree, type Tree } from './house/tree.ts';

interface Rule {
  /** A sentence that is true of a sound tree. */
  readonly states: string;
  readonly check: Check;
  /** Small trees with one fault each, and the complaint about it. */
  readonly faults: Readonly<
    Record<string, { readonly files: Record<string, string>; readonly complaint: RegExp }>
  >;
}

const root = join(import.meta.dirname, '..');

const RULES: readonly Rule[] = [
  {
    states: 'parts import only the parts that they may',
    check: checkParts,
    faults: {
      'a part that imports another': {
        files: { 'src/bot/a.ts': "import { b } from '../router/b.ts';" },
        complaint: /bot\/a\.ts imports src\/router\/b\.ts, but bot may import only contracts/,
      },
      'an import of a type': {
        files: { 'src/contracts/a.ts': "import type {\n  B,\n} from '../lib/b.ts';" },
        complaint: /but contracts may import only itself/,
      },
      'a re-export': {
        files: { 'src/router/a.ts': "/** It's b. */\nexport * from '../providers/b.ts';" },
        complaint: /imports src\/providers\/b\.ts/,
      },
      'a dynamic import': {
        files: { 'src/lib/a.ts': "const b = await import('../app.ts');" },
        complaint: /lib\/a\.ts imports src\/app\.ts/,
      },
      'an import after a comment that contains a quote': {
        files: { 'src/lib/a.ts': "// doesn't matter\nimport '../app.ts'; // nor this: 'x'" },
        complaint: /imports src\/app\.ts/,
      },
      'a folder that is not a part of the house': {
        files: { 'src/utils/a.ts': "import { b } from '../lib/b.ts';" },
        complaint: /utils is not a part of the house/,
      },
      'the playground loaded at every start': {
        files: { 'src/main.ts': "import { playground } from '../playground/index.ts';" },
        complaint: /the playground is not in the image/,
      },
      'the playground loaded by another file than main.ts': {
        files: { 'src/app.ts': "await import('../playground/index.ts');" },
        complaint: /app\.ts imports playground\/index\.ts/,
      },
      'a test helper in the program': {
        files: { 'src/lib/a.ts': "import { b } from '../../test/helpers/b.ts';" },
        complaint: /the program must not need files outside src/,
      },
    },
  },
  {
    states: 'platforms, providers and commands do not import each other',
    check: checkSiblings,
    faults: {
      'a platform that imports another': {
        files: { 'src/platforms/discord/index.ts': "import { read } from '../telegram/read.ts';" },
        complaint: /one platform must not know another/,
      },
      'a provider that imports another': {
        files: { 'src/providers/groq.ts': "import { openai } from './openai.ts';" },
        complaint: /one provider must not know another/,
      },
      'a shared file of the providers that imports a provider': {
        files: { 'src/providers/wire/stream.ts': "import { openai } from '../openai.ts';" },
        complaint: /one provider must not know another/,
      },
      'an entry that imports its table': {
        files: { 'src/commands/help.ts': "import { commands } from './index.ts';" },
        complaint: /imports the table/,
      },
    },
  },
  {
    states: 'imports have no cycle',
    check: checkCycles,
    faults: {
      'three files that import each other in a circle': {
        files: {
          'src/lib/a.ts': "import { b } from './b.ts';",
          'src/lib/b.ts': "import type { C } from './c.ts';",
          'src/lib/c.ts': "export { a } from './a.ts';",
        },
        complaint:
          /src\/lib\/a\.ts → src\/lib\/b\.ts → src\/lib\/c\.ts → src\/lib\/a\.ts is a cycle/,
      },
    },
  },
  {
    states:
      'packages are imported in their homes, and the network is called by platforms and providers',
    check: checkPackages,
    faults: {
      'an SDK outside its platform': {
        files: { 'src/bot/a.ts': "import { Client } from 'discord.js';" },
        complaint: /belongs to src\/platforms\/discord\/ only/,
      },
      'an SDK in the other platform': {
        files: { 'src/platforms/discord/a.ts': "import type { Update } from 'grammy/types';" },
        complaint: /imports grammy, which belongs to src\/platforms\/telegram\//,
      },
      'undici in a provider': {
        files: { 'src/providers/groq.ts': "import { request } from 'undici';" },
        complaint: /belongs to src\/providers\/wire\//,
      },
      'a package without a home': {
        files: { 'src/lib/a.ts': "import leftPad from '@left/pad/now';" },
        complaint: /imports @left\/pad, which has no home/,
      },
      'a package that is not in the image': {
        files: {
          'src/store/a.ts': "import { Keyv } from 'keyv';",
          'package.json': '{ "devDependencies": { "keyv": "6.1.0" } }',
        },
        complaint: /Move it to "dependencies"/,
      },
      'a network module in the bot': {
        files: { 'src/replies/a.ts': "import { request } from 'node:https';" },
        complaint: /never touches the network/,
      },
      'a call of fetch in a command': {
        files: { 'src/commands/a.ts': "const page = await fetch('https://example.org');" },
        complaint: /calls the network/,
      },
    },
  },
  {
    states: 'what few bots need is loaded on demand',
    check: checkDemand,
    faults: {
      'a driver that every start loads': {
        files: {
          'src/app.ts': "import { openStore } from './store/open-store.ts';",
          'src/store/open-store.ts': "import { open } from './postgres/open.ts';",
          'src/store/postgres/open.ts': "import pg from 'pg';",
        },
        complaint: /app\.ts → .*open-store\.ts → .*open\.ts → pg is loaded at every start/,
      },
    },
  },
  {
    states: 'only main.ts touches the process',
    check: checkProcess,
    faults: {
      'a variable read elsewhere': {
        files: { 'src/config/a.ts': 'const { HOME } = process.env;' },
        complaint: /Take `env` as a parameter/,
      },
      'an exit elsewhere': {
        files: { 'src/app.ts': 'process.exit(1);' },
        complaint: /Throw an error instead/,
      },
      'a signal handled elsewhere': {
        files: { 'src/bot/a.ts': "process.once('SIGTERM', stop);" },
        complaint: /listens to the process/,
      },
      'the process by another name': {
        files: { 'src/bot/a.ts': "import { env } from 'node:process';" },
        complaint: /Use the global/,
      },
      'an import without the name of a file': {
        files: { 'src/main.ts': 'await import(name);' },
        complaint: /Name the file/,
      },
      'a call of require': {
        files: { 'src/store/a.ts': "createRequire(import.meta.url)('undici');" },
        complaint: /calls require\. Use import/,
      },
    },
  },
  {
    states: 'files are named after what they export',
    check: checkNames,
    faults: {
      'a file without an export of its name': {
        files: { 'src/lib/helpers.ts': 'export function parseHTTPDate(): void {}' },
        complaint: /Call the file parse-http-date\.ts/,
      },
      'a file name that is not in kebab-case': {
        files: { 'src/lib/parseDate.ts': '' },
        complaint: /parseDate\.ts: write file names in kebab-case/,
      },
      'a file named after the function that creates its noun': {
        files: { 'test/helpers/create-pace.ts': 'export function createPace(): void {}' },
        complaint: /create-pace\.ts: name a file after the noun .* call it pace\.ts/,
      },
    },
  },
  {
    states: 'an exported name is defined in one file only',
    check: checkUniqueNames,
    faults: {
      'two meanings of one name': {
        files: {
          'src/bot/answer.ts': 'export interface Answer {}',
          'src/router/answer.ts': '/** Another one. */\nexport type Answer = string;',
        },
        complaint: /src\/bot\/answer\.ts and src\/router\/answer\.ts both export Answer/,
      },
      'two meanings of one name in different files of two platforms': {
        files: {
          'src/platforms/discord/inbound/text.ts': 'export function readText() {}',
          'src/platforms/telegram/inbound/words.ts': 'export function readText() {}',
        },
        complaint: /both export readText/,
      },
      'a name of a shared file that a platform uses again': {
        files: {
          'src/platforms/platform-parts.ts': 'export interface Settings {}',
          'src/platforms/matrix/platform-parts.ts': 'export interface Settings {}',
        },
        complaint: /both export Settings/,
      },
    },
  },
  {
    states: 'no file of the program or the playground has more than 250 lines',
    check: checkLength,
    faults: {
      'a style sheet of 251 lines': {
        files: { 'playground/page/page.css': 'p {}\n'.repeat(251) },
        complaint: /page\.css has 251 lines/,
      },
    },
  },
  {
    states: 'every platform has the same main files',
    check: checkPlatformFiles,
    faults: {
      'a platform without a dialect': {
        files: Object.fromEntries(
          ['index', 'commands', 'inbound/read-event', 'outbound/surface'].map((name) => [
            `src/platforms/matrix/${name}.ts`,
            '',
          ]),
        ),
        complaint: /src\/platforms\/matrix\/rendering\/dialect\.ts is missing/,
      },
    },
  },
  {
    states: 'every platform, provider and command has a line in its table',
    check: checkTables,
    faults: {
      'a forgotten platform': {
        files: { 'src/platforms/index.ts': '', 'src/platforms/matrix/index.ts': '' },
        complaint: /src\/platforms\/index\.ts has no line for src\/platforms\/matrix\./,
      },
      'a forgotten provider': {
        files: {
          'src/providers/index.ts': "import { openai } from './openai.ts';",
          'src/providers/groq.ts': '',
        },
        complaint: /src\/providers\/index\.ts has no line for src\/providers\/groq\.ts/,
      },
      'a forgotten command': {
        files: {
          'src/commands/index.ts': "// import { usage } from './usage.ts';",
          'src/commands/usage.ts': '',
        },
        complaint: /src\/commands\/index\.ts has no line for src\/commands\/usage\.ts/,
      },
    },
  },
  {
    states: '.env.example explains the variables that the program reads',
    check: checkEnvironment,
    faults: {
      'a variable that is not explained': {
        files: { 'src/config/a.ts': "readVariable(env, 'ADMINS')", '.env.example': '' },
        complaint: /a\.ts reads ADMINS\. Explain it/,
      },
      'the address of a service that is not explained': {
        files: {
          'src/providers/a.ts': "readEndpoint(env, 'OLLAMA')",
          '.env.example': '# Key.\nOLLAMA_API_KEY=\n',
        },
        complaint: /a\.ts reads OLLAMA_BASE_URL\. Explain it/,
      },
      'a vendor that is not explained': {
        files: {
          'src/providers/vendors.ts': "const VENDORS = {\n  groq: { baseUrl: 'https://a.b' },\n};",
        },
        complaint: /vendors\.ts has groq\. Explain GROQ_API_KEY or GROQ_BASE_URL/,
      },
      'a setting of every service that is not explained': {
        files: {
          'src/providers/wire/settings/read-provider-settings.ts':
            'readVariable(env, `$' + '{name}_PROXY`)',
        },
        complaint: /reads NAME_PROXY\. Explain it in \.env\.example, as `# NAME_PROXY: …`/,
      },
      'a setting of every service that nothing reads': {
        files: { '.env.example': '# NAME_PROXY: a proxy.\n' },
        complaint: /NAME_PROXY, which nothing reads/,
      },
      'a variable that nothing reads': {
        files: { '.env.example': '# Who may do all.\nADMINS=\n' },
        complaint: /ADMINS, which nothing reads/,
      },
      'a variable without a comment': {
        files: { 'src/config/a.ts': "readVariable(env, 'ADMINS')", '.env.example': '\nADMINS=\n' },
        complaint: /\.env\.example:2 ADMINS= needs exactly one comment line/,
      },
      'a comment of two lines': {
        files: {
          'src/config/a.ts': "readVariable(env, 'ADMINS')",
          '.env.example': '# Who may\n# do all.\nADMINS=\n',
        },
        complaint: /\.env\.example:3 ADMINS= needs exactly one comment line/,
      },
      'a variable that is explained twice': {
        files: {
          'src/config/a.ts': "readVariable(env, 'ADMINS')",
          '.env.example': '# Who?\nADMINS=\n\n# Who?\nADMINS=\n',
        },
        complaint: /has ADMINS twice/,
      },
      'a name of a variable that is put together': {
        files: { 'src/config/a.ts': 'readVariable(env, `$' + '{name}_TOKEN`)' },
        complaint: /Write the name there/,
      },
      'a variable that is read without readVariable': {
        files: { 'src/config/a.ts': 'const { length } = env.ADMINS;' },
        complaint: /reads ADMINS directly\. Use readVariable\(env, 'ADMINS'\)/,
      },
    },
  },
  {
    states: 'packages have exact versions, from the public registry',
    check: checkManifests,
    faults: {
      'a range': {
        files: { 'bench/package.json': '{ "dependencies": { "keyv": "^6.1.0" } }' },
        complaint: /bench\/package\.json: keyv has the version "\^6\.1\.0"/,
      },
      'another registry': {
        files: { 'package-lock.json': '"resolved": "https://npm.example.org/keyv-6.1.0.tgz"' },
        complaint: /takes a package from https:\/\/npm\.example\.org/,
      },
    },
  },
  {
    states: 'tests that share a process have no hooks for all of it',
    check: checkHooks,
    faults: {
      'a hook outside of a suite': {
        files: { 'test/e2e/a.test.ts': "import { after } from 'node:test';\n\nafter(() => {});" },
        complaint: /e2e\/a\.test\.ts has a hook that runs for other files too/,
      },
    },
  },
  {
    states: 'no file names a path of one machine',
    check: checkPaths(root),
    faults: {
      'the path of the checkout': {
        files: { 'README.md': `See ${join('/home', 'me', 'parley')}.` },
        complaint: /README/,
      },
    },
  },
];

const tree = await readTree(root);

for (const { states, check, faults } of RULES) {
  describe(`the rule that ${states}`, () => {
    test('holds in this repository', () => {
      const complaints = check(tree);
      assert.ok(complaints.length === 0, `\n${complaints.join('\n')}\n`);
    });

    for (const [fault, { files, complaint }] of Object.entries(faults)) {
      test(`refuses ${fault}`, () => {
        const faulty: Tree = new Map(Object.entries(files));
        assert.match(check(faulty).join('\n'), complaint);
      });
    }
  });
}

/**
 * The files of a platform, without its `index.ts`.
 * Two platforms may export the same names from them.
 */
function platformFiles(platform: string): Record<string, string> {
  const files = {
    'commands.ts': 'export function registerCommands() {}',
    'inbound/read-event.ts': 'export function readEvent() {}',
    'outbound/surface.ts': '',
    'rendering/dialect.ts': '',
  };
  return Object.fromEntries(
    Object.entries(files).map(([file, code]) => [`src/platforms/${platform}/${file}`, code]),
  );
}

test('all rules accept a small sound tree', () => {
  const sound: Tree = new Map(
    Object.entries({
      '.env.example': '# Ids of people who may do everything.\nADMINS=\n',
      'package.json': '{ "dependencies": { "grammy": "1.46.0" } }',
      'src/main.ts':
        "import { app } from './app.ts';\nprocess.once('SIGTERM', await import('../playground/index.ts'));",
      'src/app.ts':
        "import { platforms } from './platforms/index.ts';\nexport const app = readVariable(env, 'ADMINS');",
      'playground/index.ts': "import { createServer } from 'node:http';",
      'src/platforms/index.ts':
        "import { discord } from './discord/index.ts';\nimport { telegram } from './telegram/index.ts';",
      ...platformFiles('discord'),
      'src/platforms/discord/index.ts': '',
      ...platformFiles('telegram'),
      'src/platforms/telegram/index.ts':
        "import { Api } from 'grammy';\nimport type { Env } from '../../lib/env.ts';",
      'src/lib/env.ts': 'export type Env = object;\n// process.env is only read in main.ts',
    }),
  );
  assert.deepEqual(
    RULES.flatMap(({ check }) => check(sound)),
    [],
  );
});
