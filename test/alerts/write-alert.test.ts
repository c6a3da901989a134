import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { idOf, type Trouble } from '../../src/alerts/trouble.ts';
import { TROUBLE_RULES } from '../../src/alerts/trouble-rules.ts';
import { writeAlert, writeSummary } from '../../src/alerts/write-alert.ts';
import type { Language } from '../../src/contracts/language.ts';
import { LANGUAGES } from '../../src/texts/languages.ts';

const SINCE = Date.parse('2026-11-30T03:31:00Z');
const key = { provider: 'openai', keyAlias: 'key 2' };
const model = { provider: 'openai', model: 'gpt`5` [x](http://y) @everyone' };
const limit = {
  subject: 'total',
  scope: 'discord:7',
  measure: 'tokensPerDay',
  used: 123_456,
  most: 200_000,
  resetsAt: SINCE,
} as const;

const troubles: readonly Trouble[] = [
  { kind: 'keyRefused', ...key },
  { kind: 'keyLimited', ...key, ...model },
  { kind: 'noCredit', ...key, ...model },
  { kind: 'modelFails', ...model, why: 'timeout_first' },
  { kind: 'modelEnds', model: 'a/b', place: 'DEFAULT_MODEL', endsOn: '2026-12-11', daysAhead: 7 },
  { kind: 'limitNearlyReached', ...limit },
  { kind: 'limitReached', ...limit },
  { kind: 'unpriced', ...model },
  { kind: 'diskNearlyFull', freeBytes: 412_000_000 },
  { kind: 'storeFails', problem: 'It is `locked`.' },
  { kind: 'networkLost', name: 'discord', problem: 'It broke.' },
  { kind: 'noWorkers' },
  { kind: 'networkLeftOut', name: 'telegram@memes' },
  { kind: 'newVersion', version: '2.0.0', current: '1.0.0' },
];

const recordOf = (trouble: Trouble, overAt?: number) => ({
  format: 1 as const,
  id: idOf(trouble),
  trouble,
  since: SINCE,
  seenAt: SINCE,
  ...(overAt === undefined ? {} : { overAt }),
});

describe('writeAlert', () => {
  test('has whole sentences for each kind of trouble in each language', () => {
    assert.deepEqual(
      new Set(troubles.map(({ kind }) => kind)),
      new Set(Object.keys(TROUBLE_RULES)),
    );
    for (const language of Object.keys(LANGUAGES) as Language[]) {
      const reader = { language, timeZone: 'Europe/Berlin' };
      for (const trouble of troubles) {
        const texts = [
          writeAlert(recordOf(trouble), reader),
          ...(TROUBLE_RULES[trouble.kind].tellsEnd
            ? [writeAlert(recordOf(trouble, SINCE), reader)]
            : []),
        ];
        for (const text of texts) {
          assert.doesNotMatch(text, /undefined|NaN|\[object/, text);
          assert.match(text, /[.。:：`]$/u, text);
          // The time of the reader.
          assert.match(text, /4:31/, text);
        }
      }
    }
  });

  test('shows names from outside as code, in which nothing is a link or a mention', () => {
    const reader = { language: 'en', timeZone: 'UTC' } as const;
    const text = writeAlert(recordOf({ kind: 'unpriced', ...model }), reader);
    assert.match(text, /`openai\/gpt 5 \[x\]\(http:\/\/y\) @everyone`/);
    const quoted = writeAlert(recordOf({ kind: 'storeFails', problem: '```@everyone' }), reader);
    assert.match(quoted, /\n```\n'''@everyone\n```$/);
  });

  test('writes numbers as the reader does', () => {
    const write = (language: Language) =>
      writeAlert(recordOf({ kind: 'limitReached', ...limit }), { language, timeZone: 'UTC' });
    assert.match(
      write('en'),
      /123,456 \/ 200,000 \(`limits\.total\.tokens_per_day`, `discord:7`\)/,
    );
    assert.match(write('de'), /123\.456 \/ 200\.000/);
  });
});

describe('writeSummary', () => {
  test('has one line for each trouble, and says how many more there are', () => {
    const reader = { language: 'en', timeZone: 'UTC' } as const;
    const many = [...troubles, ...troubles].map((trouble, index) =>
      recordOf(trouble, index % 2 === 0 ? SINCE : undefined),
    );
    const lines = writeSummary(many, reader).split('\n');
    assert.match(lines[0] ?? '', /summary of 28 messages/);
    assert.equal(lines.filter((line) => /^- (⚠️|✅) /u.test(line)).length, 20);
    assert.equal(lines.at(-1), '- and 8 more');
  });
});
