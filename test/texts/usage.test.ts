import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Language } from '../../src/contracts/language.ts';
import { textsIn } from '../../src/texts/index.ts';
import { LANGUAGES } from '../../src/texts/languages.ts';

const languages = Object.keys(LANGUAGES) as Language[];
const COUNTS = [0, 1, 2, 5, 11, 21, 22, 101, 1_000_000];
const HOUR_MS = 3_600_000;
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('the sentences of /usage', () => {
  test('have the right form of each noun for every number', () => {
    const answers = (language: Language) =>
      COUNTS.map((count) => plain(textsIn(language).usage.answers(count))).join(', ');
    assert.equal(
      answers('en'),
      '0 answers, 1 answer, 2 answers, 5 answers, 11 answers, 21 answers, 22 answers, 101 answers, 1,000,000 answers',
    );
    assert.equal(
      answers('ru'),
      '0 ответов, 1 ответ, 2 ответа, 5 ответов, 11 ответов, 21 ответ, 22 ответа, 101 ответ, 1 000 000 ответов',
    );
    assert.match(answers('de'), /^0 Antworten, 1 Antwort, 2 Antworten/);
    assert.match(answers('es'), /1 respuesta, 2 respuestas.*1\.000\.000 de respuestas$/);
    assert.match(answers('pt-BR'), /1 resposta, 2 respostas/);
    assert.match(answers('zh-CN'), /^0 个回答, 1 个回答/);

    const unpriced = (language: Language, count: number) => textsIn(language).usage.unpriced(count);
    assert.equal(unpriced('en', 1), '1 request without a known price');
    assert.equal(unpriced('en', 3), '3 requests without a known price');
    assert.equal(unpriced('ru', 22), '22 запроса без известной цены');
    assert.equal(unpriced('zh-CN', 3), '3 次请求价格未知');
  });

  test('hold every number that they are given, in every language', () => {
    for (const language of languages) {
      const { usage } = textsIn(language);
      const amounts = { used: 'USED', most: 'MOST', left: 'LEFT' };
      const held = [
        [usage.limitLine('NAME', amounts, 5 * HOUR_MS), ['NAME', 'USED', 'MOST', 'LEFT', '5']],
        [usage.tokens('IN', 'OUT', 'CACHED'), ['IN', 'OUT', 'CACHED']],
        [usage.tokens('IN', 'OUT', undefined), ['IN', 'OUT']],
        [usage.limitIn('NAME', 'PLACE'), ['NAME', 'PLACE']],
        [usage.more(7), ['7']],
        [usage.about('$1'), ['≈', '$1']],
        [usage.caption('TITLE', 'MONTH'), ['TITLE', 'MONTH']],
        [usage.facts(['ONE', 'TWO']), ['ONE', 'TWO']],
        [usage.entryLine(3, 'NAME', 'FACTS'), ['3. NAME', 'FACTS']],
      ] as const;
      for (const [sentence, facts] of held) {
        for (const fact of facts) assert.ok(sentence.includes(fact), `${language}: ${sentence}`);
        assert.doesNotMatch(sentence, /undefined|NaN/, language);
      }
    }
  });

  test('say in how many days a limit resets in the right case', () => {
    const amounts = { used: '1', most: '2', left: '1' };
    const reset = (language: Language, days: number) =>
      textsIn(language).usage.limitLine('X', amounts, days * 24 * HOUR_MS);
    assert.match(reset('de', 10), /in 10 Tagen/);
    assert.match(plain(reset('ru', 22)), /через 22 дня/);
    assert.match(plain(reset('en', 10)), /in 10 days/);
  });
});
