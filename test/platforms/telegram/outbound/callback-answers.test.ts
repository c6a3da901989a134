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
    // The only method that is called.
  } as unknown as Api;
  return { clock, answers, callbackAnswers: createCallbackAnswers(api, clock, silentLog) };
}

describe('createCallbackAnswers', () => {
  test('answers a query without a sentence when none comes soon', async () => {
    const { clock, answers, callbackAnswers } = setUp();
    callbackAnswers.register('q1');
    await clock.advance(500);
    assert.deepEqual(answers, [['q1', {}]]);
    assert.equal(await callbackAnswers.answer('q1', 'Too late'), false);
    assert.equal(answers.length, 1);
  });

  test('answers a query once, with a sentence cut to Telegram’s limit', async () => {
    const { clock, answers, callbackAnswers } = setUp();
    callbackAnswers.register('q1');
    assert.equal(await callbackAnswers.answer('q1', 'x'.repeat(300)), true);

    await clock.advance(10_000);
    assert.deepEqual(answers, [['q1', { text: 'x'.repeat(200), show_alert: true }]]);
  });

  test('answers a query once that is registered twice, as after its process died', async () => {
    const { clock, answers, callbackAnswers } = setUp();
    callbackAnswers.register('q1');
    callbackAnswers.register('q1');
    await clock.advance(10_000);
    callbackAnswers.register('q1');
    await clock.advance(10_000);
    assert.deepEqual(answers, [['q1', {}]]);
  });

  test('answers open queries when it stops', () => {
    const { answers, callbackAnswers, clock } = setUp();
    callbackAnswers.register('q1');
    callbackAnswers.stop();
    assert.deepEqual(answers, [['q1', {}]]);
    assert.equal(clock.pending, 0);
  });
});
