import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language } from '../../src/contracts/language.ts';
import { amountsIn } from '../../src/texts/amounts-in.ts';
import { LANGUAGES } from '../../src/texts/languages.ts';

const languages = Object.keys(LANGUAGES) as Language[];
/** Numbers have spaces that do not break. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test('dollars are as exact as people need them, and never less than they are', () => {
  const { usd, cents } = amountsIn('en');
  const amounts = [0, 0.000_001, 0.0012, 0.0345, 0.5, 12.345, 999.99, 1_234.56];
  assert.deepEqual(amounts.map(usd), [
    '$0.00',
    '<$0.0001',
    '$0.0012',
    '$0.0345',
    '$0.50',
    '$12.35',
    '$999.99',
    '$1,235',
  ]);
  assert.deepEqual([0, 0.0012, 0.26, 999.99, 1_234.56].map(cents), [
    '$0.00',
    '<$0.01',
    '$0.26',
    '$999.99',
    '$1,235',
  ]);
});

test('numbers in short have the separators of whole numbers where a language has no short form', () => {
  const short = (language: Language) => plain(amountsIn(language).short(5_123));
  assert.deepEqual(languages.map(short), [
    '5.1K',
    '5.123',
    '5,1 тыс.',
    '5,1 mil',
    '5,1 mil',
    '5,123',
  ]);
});

test('amounts are written as in each language, with the sign of the US dollar', () => {
  const written = languages.map((language) => {
    const { usd, short, whole, month } = amountsIn(language);
    return [usd(12.5), short(1_234_567), whole(34_512), month('2026-11')].map(plain).join(' | ');
  });
  assert.deepEqual(written, [
    '$12.50 | 1.2M | 34,512 | November 2026',
    '12,50 $ | 1,2 Mio. | 34.512 | November 2026',
    '12,50 $ | 1,2 млн | 34 512 | ноябрь 2026 г.',
    '12,50 US$ | 1,2 M | 34.512 | noviembre de 2026',
    'US$ 12,50 | 1,2 mi | 34.512 | novembro de 2026',
    'US$12.50 | 123.5万 | 34,512 | 2026年11月',
  ]);
});
