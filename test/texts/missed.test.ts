import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language } from '../../src/contracts/language.ts';
import { textsIn } from '../../src/texts/index.ts';

const offers = (language: Language, counts: readonly number[]) =>
  counts.map((count) => textsIn(language).missed.offer(count));

test('the offer of missed questions agrees with their number', () => {
  assert.deepEqual(
    offers('ru', [1, 2, 5, 21]),
    ['1 вопрос', '2 вопроса', '5 вопросов', '21 вопрос'].map(
      (words) => `Пока меня не было, мне здесь задали ${words}. Ответить сейчас?`,
    ),
  );
  assert.deepEqual(
    offers('de', [1, 2]),
    ['1 Frage', '2 Fragen'].map(
      (words) => `Ich war weg und habe hier ${words} verpasst. Soll ich jetzt antworten?`,
    ),
  );
});

test('the sentence after Answer agrees with the number of questions that are answered', () => {
  const notes = [0, 1, 2, 5, 21].map((count) => textsIn('ru').missed.answering(count));
  assert.deepEqual(notes, [
    'Здесь больше не на что отвечать.',
    'Сейчас отвечу на 1 вопрос.',
    'Сейчас отвечу на 2 вопроса.',
    'Сейчас отвечу на 5 вопросов.',
    'Сейчас отвечу на 21 вопрос.',
  ]);
});
