import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checkCommands } from './docs/check-commands.ts';
import { checkCompleteness } from './docs/check-completeness.ts';
import { checkExamples } from './docs/check-examples.ts';
import { checkLinks } from './docs/check-links.ts';
import { checkPathsInDocuments } from './docs/check-paths-in-documents.ts';
import { checkVariables } from './docs/check-variables.ts';
import { checkWordCount } from './docs/check-word-count.ts';
import { type Check, readTree, type Tree } from './house/tree.ts';

interface Rule {
  readonly states: string;
  readonly check: Check;
  /** Small trees with one fault each, and the complaint about it. */
  readonly faults: Readonly<
    Record<string, { readonly files: Record<string, string>; readonly complaint: RegExp }>
  >;
}

const root = join(import.meta.dirname, '..');
const SCRIPTS =
  '{ "scripts": { "start": "", "test": "", "doctor": "", "proof": "", "bench": "" } }';

const RULES: readonly Rule[] = [
  {
    states: 'every relative link leads somewhere',
    check: checkLinks((path) => existsSync(join(root, path))),
    faults: {
      'a link to a missing file': {
        files: { 'README.md': 'See [the guide](docs/guide.md).' },
        complaint: /README\.md links to docs\/guide\.md: there is no docs\/guide\.md/,
      },
      'a link from a folder': {
        files: { 'docs/a.md': '[b](b.md)', 'b.md': '# B' },
        complaint: /there is no docs\/b\.md/,
      },
      'an anchor without a heading': {
        files: { 'README.md': '[keys](SECURITY.md#keys)', 'SECURITY.md': '# How keys are kept' },
        complaint: /SECURITY\.md has no such heading\. It has how-keys-are-kept/,
      },
      'an anchor in the same file': {
        files: { 'README.md': '# Parley\n\n[on](#on)' },
        complaint: /links to #on/,
      },
      'a link by reference': {
        files: { 'README.md': 'See [it][1].\n\n[1]: docs/it.md' },
        complaint: /there is no docs\/it\.md/,
      },
      'a missing picture': {
        files: { 'README.md': '![Parley](.github/nothing.png)' },
        complaint: /there is no \.github\/nothing\.png/,
      },
    },
  },
  {
    states: 'every command can be run',
    check: checkCommands,
    faults: {
      'a script that is not there': {
        files: { 'README.md': 'Run `npm run docter`.', 'package.json': SCRIPTS },
        complaint: /npm run docter: package\.json has no such script/,
      },
      'npm test without a script': {
        files: { 'README.md': '```sh\nnpm ci && npm test\n```', 'package.json': '{}' },
        complaint: /npm run test: package\.json has no such script/,
      },
      'a file that is not there': {
        files: { 'docs/a.md': '`node test/walk.ts`' },
        complaint: /docs\/a\.md names node test\/walk\.ts/,
      },
      'a file behind an option': {
        files: { 'docs/a.md': '`node --env-file=.env src/start.ts`' },
        complaint: /node src\/start\.ts/,
      },
      'an action of the program': {
        files: {
          'README.md': '`node src/main.ts docter`',
          'src/main.ts': '',
          'package.json': SCRIPTS,
        },
        complaint: /the action docter/,
      },
      'an action of the image': {
        files: { 'README.md': '`docker compose run --rm parley docter`', 'package.json': SCRIPTS },
        complaint: /the action docter/,
      },
      'a proof that is not there': {
        files: { 'README.md': '`npm run proof -- luck`', 'package.json': SCRIPTS },
        complaint: /there is no test\/proofs\/luck\.ts/,
      },
      'a bench that is not there': {
        files: { 'README.md': '`npm run bench -- luck`', 'package.json': SCRIPTS },
        complaint: /there is no bench\/luck\.ts/,
      },
    },
  },
  {
    states: 'every variable is read',
    check: checkVariables,
    faults: {
      'a misspelt variable': {
        files: { 'README.md': 'Set `TELEGRAM_TOKN`.', '.env.example': 'TELEGRAM_TOKEN=\n' },
        complaint: /README\.md names TELEGRAM_TOKN, which nothing reads/,
      },
      'a variable of one word': { files: { 'README.md': '`ADMINZ`' }, complaint: /ADMINZ/ },
      'a variable with a value': {
        files: { 'README.md': '`FOOTAGE=model`' },
        complaint: /FOOTAGE/,
      },
      'a variable inside a longer span': {
        files: { 'README.md': '`http://HOST in OPENAI_URL`' },
        complaint: /OPENAI_URL/,
      },
      'a variable in a block': {
        files: { 'docs/a.md': '```ini\nADMINZ=1\n```' },
        complaint: /docs\/a\.md names ADMINZ/,
      },
      'an ending that no service has': {
        files: {
          'README.md': '`GROQ_TIMEOUT`',
          '.env.example': '# NAME_PROXY: a proxy.\n# Key.\nGROQ_API_KEY=\n',
        },
        complaint: /GROQ_TIMEOUT/,
      },
      'a service that is not there': {
        files: {
          'README.md': '`GROK_PROXY`',
          '.env.example': '# NAME_PROXY: a proxy.\n# Key.\nGROQ_API_KEY=\n',
        },
        complaint: /GROK_PROXY/,
      },
    },
  },
  {
    states: 'every command of the bot and every service is explained',
    check: checkCompleteness,
    faults: {
      'a command that is left out': {
        files: { 'README.md': '`/modelling`, `/models`' },
        complaint: /README\.md does not explain \/model\./,
      },
      'a service that is left out': {
        files: { 'docs/models.md': '`openai/…`' },
        complaint: /do not say how models of groq are called/,
      },
    },
  },
  {
    states: 'every path is there',
    check: checkPathsInDocuments,
    faults: {
      'a missing file': {
        files: { 'CONTRIBUTING.md': 'See `src/router/luck.ts`.' },
        complaint: /names src\/router\/luck\.ts, which is not there/,
      },
      'a missing folder': {
        files: { 'docs/a.md': '`src/luck/`', 'src/lucky.ts': '' },
        complaint: /src\/luck\//,
      },
    },
  },
  {
    states: 'the README is short',
    check: checkWordCount,
    faults: {
      'one word too many': {
        files: { 'README.md': 'word '.repeat(1_501) },
        complaint: /has 1501 words, more than 1500/,
      },
    },
  },
  {
    states: 'the examples of configuration files work',
    check: checkExamples,
    faults: {
      'an unknown provider in the example': {
        files: { 'docs/parley.example.yaml': 'default: grok/grok-5\n' },
        complaint: /there is no provider grok/,
      },
      'an example that the page does not show': {
        files: {
          'docs/parley.example.yaml': 'default: xai/grok-4.3\n',
          'docs/models.md': 'No example.',
        },
        complaint: /docs\/models\.md shows another text/,
      },
      'an unknown key in a block': {
        files: { 'README.md': '```yaml\ndefaults: xai/grok-4.3\n```' },
        complaint: /defaults: is not known here/,
      },
      'a block of a file that is not tested': {
        files: { 'README.md': '```yaml values.yaml\nreplicas: 1\n```' },
        complaint: /a block of YAML for values\.yaml/,
      },
      'a broken compose.yaml': {
        files: { 'docs/docker.md': '```yaml compose.yaml\nservices: [\n```' },
        complaint: /docs\/docker\.md: YAMLParseError/,
      },
    },
  },
];

const tree = await readTree(root);

for (const { states, check, faults } of RULES) {
  describe(`the documents: ${states}`, () => {
    it('holds for all documents', () => {
      const complaints = check(tree);
      assert.ok(complaints.length === 0, `\n${complaints.join('\n')}\n`);
    });

    for (const [fault, { files, complaint }] of Object.entries(faults)) {
      it(`complains about ${fault}`, () => {
        const faulty: Tree = new Map(Object.entries(files));
        assert.match(check(faulty).join('\n'), complaint);
      });
    }
  });
}

it('a sound little tree of documents has no complaint', () => {
  const sound: Tree = new Map(
    Object.entries({
      'README.md': [
        '# Parley',
        '[docs](docs/), [twice](docs/a.md#twice-1), [web](https://example.org/none.md), [self](#parley)',
        '`npm run doctor`, `npm run proof -- NAME`, `npm run proof -- turns`, `node src/main.ts doctor`, `npm ci`',
        '`/model`, `/stop`, `/regenerate name`, `/continue`, `/undo`, `/forget`, `/reset`, `/pin`, `/pins`',
        '`/export`, `/delete_my_data`, `/rich on`, `/usage`, `/why`, `/access`, `/console`, `/help`, `/persona`, `/settings`, `/ask`, `/ask_parley`',
        '`ADMINS`, `GROQ_PROXY`, `NAME_PROXY`, `SIGTERM`, `REQUIRE_ALL=1`, `src/main.ts`, `src/commands/NAME.ts`',
      ].join('\n\n'),
      'docs/a.md': '## Twice\n\n## Twice\n\n```yaml\ndefault: xai/grok-4.3\n```',
      '.env.example': '# NAME_PROXY: a proxy.\n# Who may do all.\nADMINS=\n# Key.\nGROQ_API_KEY=\n',
      'package.json': SCRIPTS,
      'src/main.ts': '',
      'test/proofs/turns.ts': 'process.env.REQUIRE_ALL',
    }),
  );
  assert.deepEqual(
    RULES.flatMap(({ check }) => check(sound)),
    [],
  );
});
