import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import type { Dialect } from '../../../src/contracts/dialect.ts';
import { discordDialect } from '../../../src/platforms/discord/rendering/dialect.ts';
import { telegramDialect } from '../../../src/platforms/telegram/rendering/dialect.ts';
import { judgedDiscordDialect } from '../invariants/judged-discord.ts';
import { judgedTelegramDialect } from '../invariants/judged-telegram.ts';
import { startWorkCounter, type WorkCounter } from './count-work.ts';
import { generateHostileTexts } from './generate-hostile.ts';
import { HOSTILE_TEXTS, prose } from './hostile-texts.ts';
import { judgeHostile } from './judge-hostile.ts';
import { measureWork } from './measure-work.ts';

/** An update of any text costs at most this multiple of one of prose of its length. */
const MAX_RATIO_TO_PROSE = 4;
/**
 * A text of four times the length costs at most this multiple; 16 would be the square. Short texts
 * cost a little less than their share.
 */
const MAX_GROWTH = 6;
/** Of 100,000 in the proof. */
const GENERATED = 100;
const SEED = 7;
const SHORT = 1_024;
const LONG = 4_096;
/** `npm run proof -- replies` measures all texts, up to 64 KB. */
const SAMPLE = ['stars and underscores', 'open formulas', 'nested lists', 'a table', 'lazy lines'];
const DEEPEST = 8_192;
/** Texts of many levels, each of which could be a level of the stack. */
const DEEP = [
  'quote marks in one line',
  'numbers in one line',
  'nested brackets',
  'nested quotes',
  'open bolds',
];

describe('the work of rendering', () => {
  let counter: WorkCounter;
  before(() => {
    // Optimized code leaves out some steps, and the moment at which V8 optimizes depends on the load of
    // the machine.
    setFlagsFromString('--no-opt');
    setFlagsFromString('--no-maglev');
    counter = startWorkCounter();
  });
  after(() => {
    counter.stop();
    setFlagsFromString('--opt');
    setFlagsFromString('--maglev');
  });

  const measure = (textOf: (length: number) => string, dialect: Dialect<unknown>, length: number) =>
    measureWork(dialect, textOf(length), counter);

  for (const dialect of [discordDialect, telegramDialect] as readonly Dialect<unknown>[]) {
    const name = dialect === discordDialect ? 'Discord' : 'Telegram';

    test(`stays near that of prose for hostile texts on ${name}`, () => {
      const ofProse = measure(prose, dialect, LONG);
      const tooMuch = SAMPLE.flatMap((text) => {
        const textOf = HOSTILE_TEXTS[text] ?? prose;
        const long = measure(textOf, dialect, LONG);
        const ratio = long.update / ofProse.update;
        const growth = long.all / measure(textOf, dialect, SHORT).all;
        const isFine = ratio <= MAX_RATIO_TO_PROSE && growth <= MAX_GROWTH;
        return isFine ? [] : [`${text}: ${ratio.toFixed(1)} × prose, grows ${growth.toFixed(1)} ×`];
      });
      assert.deepEqual(tooMuch, []);
    });
  }
});

describe('rendering', () => {
  test('gives pages that the platform takes for every hostile text', () => {
    const generated = generateHostileTexts(SEED);
    for (let count = 0; count < GENERATED; count += 1) {
      const text = generated.next().value;
      assert.deepEqual(judgeHostile(judgedDiscordDialect, text), []);
      assert.deepEqual(judgeHostile(judgedTelegramDialect, text), []);
    }
  });

  test('overflows no stack, whatever the text', () => {
    for (const textOf of DEEP.map((name) => HOSTILE_TEXTS[name] ?? prose)) {
      const rendering = discordDialect.open();
      assert.doesNotThrow(() => rendering.update(textOf(DEEPEST), 'final'));
    }
  });
});
