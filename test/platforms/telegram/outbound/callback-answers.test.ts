import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Api } from 'grammy';
import { silentLog } from '../../../../src/lib/log.ts';
import { createCallbackAnswers } from '../../../../src/platforms/telegram/outbound/callback-answers.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';

function setUp() {
  const clock = createFakeClock();
  const answers: unknown[][] = [];
  const api = {
    answerCallbackQuery: async (...answer: unknown[]) => {
      answers.push(answer);
    },
  } as unknown as Api; // The only method that it calls.
  return { clock, answers, presses: createCallbackAnswers(api, clock, silentLog) };
}

describe('presses of buttons', () => {
  test('are answered without a word when nothing is said soon', async () => {
    const { clock, answers, presses } = setUp();
    presses.register('q1');
    await clock.advance(500);
    assert.deepEqual(answers, [['q1', {}]]);
    assert.equal(await presses.answer('q1', 'Too late'), false);
    assert.equal(answers.length, 1);
  });

  test('are answered once, with what is said, cut to what Telegram takes', async () => {
    const { clock, answers, presses } = setUp();
    presses.register('q1');
    assert.equal(await presses.answer('q1', 'x'.repeat(300)), true);
    await clock.advance(10_000);
    assert.deepEqual(answers, [['q1', { text: 'x'.repeat(200), show_alert: true }]]);
  });

  test('are answered at the end', () => {
    const { answers, presses, clock } = setUp();
    presses.register('q1');
    presses.stop();
    assert.deepEqual(answers, [['q1', {}]]);
    assert.equal(clock.pending, 0);
  });
});
