import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_ANSWER } from '../../../src/bot/answer/answer-collector.ts';
import { answerFooter } from '../../../src/bot/answer/answer-footer.ts';
import type { Attempt } from '../../../src/contracts/attempt.ts';
import type { Language } from '../../../src/contracts/language.ts';

test('the footer says how many of the tokens the service had kept, if any', () => {
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
    return answerFooter(answer, {
      footer: ['tokens'],
      elapsedMs: 1,
      language: 'en',
    });
  };
  const counts = { inputTokens: 1_200, outputTokens: 34 };
  assert.deepEqual(footerOf({ ...counts, cachedInputTokens: 1_024 }), [
    '*1,234 tokens (1,024 cached)*',
  ]);
  assert.deepEqual(footerOf(counts), ['*1,234 tokens*']);
  assert.deepEqual(footerOf({}), []);
  assert.deepEqual(footerOf({ inputTokens: 0, outputTokens: 0 }), []);
});

test('the footer says what all attempts of the answer cost', () => {
  const costOf = (attempts: readonly Partial<Attempt>[], language: Language = 'en') => {
    const answer = {
      ...EMPTY_ANSWER,
      text: 'Fine.',
      provider: 'p',
      model: 'm',
      attempts: attempts.map(
        (attempt) =>
          ({ provider: 'p', model: 'm', outcome: 'answered', endMs: 1, ...attempt }) as const,
      ),
    };
    return answerFooter(answer, { footer: ['cost'], elapsedMs: 1, language })[0]?.slice(1, -1);
  };
  const used = { inputTokens: 100, outputTokens: 10 };
  const failed = { ...used, outcome: 'truncated', usd: 0.0011 } as const;
  const refused = { outcome: 'auth', usd: 0 } as const;

  assert.equal(costOf([{ ...used, usd: 0.0021 }]), '$0.0021');
  assert.equal(costOf([refused, failed, { ...used, usd: 0.001 }]), '$0.0021');
  assert.equal(
    costOf([
      { ...failed, isEstimated: true },
      { ...used, usd: 0.001 },
    ]),
    '≈ $0.0021',
  );
  assert.equal(costOf([{ ...used, usd: 0.000012 }]), '< $0.0001');
  assert.equal(costOf([{ ...used, usd: 0.5 }]), '$0.50');
  assert.equal(costOf([{ ...used, usd: 1.2345 }]), '$1.23');
  assert.equal(costOf([{ ...used, usd: 0.5 }]), '$0.50');
  assert.equal(costOf([{ ...used, usd: 0 }]), '$0');
  // A model without a price is not for free.
  assert.equal(costOf([used]), 'unknown cost');
  assert.equal(costOf([failed, used]), 'unknown cost');
  assert.equal(costOf([refused]), undefined);

  const inLanguage = (language: Language) => costOf([{ ...used, usd: 0.0004 }], language);
  const languages: Language[] = ['de', 'ru', 'es', 'pt-BR', 'zh-CN'];
  assert.deepEqual(languages.map(inLanguage), [
    '0,0004\u00a0$',
    '0,0004\u00a0$',
    '0,0004\u00a0US$',
    'US$\u00a00,0004',
    'US$0.0004',
  ]);
});
