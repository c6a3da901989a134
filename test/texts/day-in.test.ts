import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language } from '../../src/contracts/language.ts';
import { dayIn } from '../../src/texts/day-in.ts';
import { textsIn } from '../../src/texts/index.ts';
import { LANGUAGES } from '../../src/texts/languages.ts';

const languages = Object.keys(LANGUAGES) as Language[];

test('a day is written as it stands in a sentence of each language', () => {
  const days = (language: Language) => dayIn(language)('2026-12-11');
  assert.deepEqual(languages.map((language) => `${language}: ${days(language)}`).toSorted(), [
    'de: 11. Dezember 2026',
    'en: December 11, 2026',
    'es: 11 de diciembre de 2026',
    'pt-BR: 11 de dezembro de 2026',
    'ru: 11 декабря 2026 года',
    'zh-CN: 2026年12月11日',
  ]);
  assert.equal(dayIn('pt-BR')('2026-12-01'), '1º de dezembro de 2026');
});

test('what is no day stays as it is, and costs no sentence', () => {
  assert.equal(dayIn('es')('2026-13-45'), '2026-13-45');
  assert.match(textsIn('es').modelEnds('gpt', '2026-13-45'), /2026-13-45/);
});
