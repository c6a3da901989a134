import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_ANSWER } from '../../../src/bot/answer/answer-collector.ts';
import { answerFooter } from '../../../src/bot/answer/answer-footer.ts';

test('the footer says how many of the tokens the service had kept, if any', async () => {
  const footerOf = (tokens: object) => {
    const attempt = {
      provider: 'p',
      model: 'm',
      outcome: 'answered',
      endMs: 1,
      ...tokens,
    } as const;
    const answer = {
      ...EMPTY_ANSWER,
      text: 'Fine.',
      provider: 'p',
      model: 'm',
      attempts: [attempt],
    };
    return answerFooter({ find: async () => undefined }, answer, {
      footer: ['tokens'],
      elapsedMs: 1,
      language: 'en',
    });
  };
  const counts = { inputTokens: 1_200, outputTokens: 34 };
  assert.deepEqual(await footerOf({ ...counts, cachedInputTokens: 1_024 }), [
    '*1,234 tokens (1,024 cached)*',
  ]);
  assert.deepEqual(await footerOf(counts), ['*1,234 tokens*']);
  assert.deepEqual(await footerOf({}), []);
  assert.deepEqual(await footerOf({ inputTokens: 0, outputTokens: 0 }), []);
});
