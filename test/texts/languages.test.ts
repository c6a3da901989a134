import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Language } from '../../src/contracts/language.ts';
import { textsIn } from '../../src/texts/index.ts';
import { LANGUAGES, matchLanguage } from '../../src/texts/languages.ts';

const SOURCE = new URL('../../src/', import.meta.url);
const languages = Object.keys(LANGUAGES) as Language[];
/** Product names, numbers and words that are the same in some languages. */
const MAY_BE_SHORT = 14;

/** Every sentence by its path: `why.own`. Sentences with facts are functions. */
function sentencesOf(texts: object, path = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? sentencesOf(value, `${path}${key}.`)
      : [[`${path}${key}`, value] as const],
  );
}

/** The code that may show sentences. */
function readCode(): string {
  return readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/^texts\/.*\//.test(path))
    .map((path) => readFileSync(new URL(path, SOURCE), 'utf8'))
    .join('\n');
}

describe('the languages', () => {
  test('are found by the tags that apps send', () => {
    const tags = ['en-GB', 'de', 'pt', 'pt-PT', 'zh', 'zh-Hans', 'ES-419', 'fr', '', undefined];
    assert.deepEqual(tags.map(matchLanguage), [
      'en',
      'de',
      'pt-BR',
      'pt-BR',
      'zh-CN',
      'zh-CN',
      'es',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('have the same sentences, with the same facts', () => {
    const shapeOf = (language: Language) =>
      sentencesOf(textsIn(language)).map(([path, text]) => [
        path,
        typeof text === 'function' ? text.length : typeof text,
      ]);
    for (const language of languages) assert.deepEqual(shapeOf(language), shapeOf('en'), language);
  });

  test('are translated whole', () => {
    const english = new Map(sentencesOf(textsIn('en')));
    const same = languages
      .filter((language) => language !== 'en')
      .flatMap((language) =>
        sentencesOf(textsIn(language))
          .filter(([path, text]) => text === english.get(path))
          .filter(([, text]) => typeof text !== 'string' || text.length > MAY_BE_SHORT)
          .map(([path]) => `${language}: ${path}`),
      );
    assert.deepEqual(same, []);
  });

  test('keep the commands and the variables that a sentence names', () => {
    const namesIn = (text: string) =>
      [...text.matchAll(/`[^`]+`|\b[A-Z]+_[A-Z_]+\b/g)].map(([name]) => name).toSorted();
    const english = new Map(sentencesOf(textsIn('en')));
    for (const language of languages) {
      for (const [path, text] of sentencesOf(textsIn(language))) {
        const original = english.get(path);
        if (typeof text !== 'string' || typeof original !== 'string') continue;
        assert.deepEqual(namesIn(text), namesIn(original), `${language}: ${path}`);
      }
    }
  });

  test('have no sentence that nobody reads', () => {
    const code = readCode();
    const unused = Object.entries(textsIn('en')).flatMap(([key, value]) => {
      const isRead = (name: string) => new RegExp(`\\b${name}\\b`).test(code);
      const inner = typeof value === 'object' ? Object.keys(value) : [];
      // Sentences for the values of a type are picked by the value.
      const isPicked = new RegExp(`\\b${key}\\[`).test(code) || !isRead(key);
      return [key, ...(isPicked ? [] : inner)].filter((name) => !isRead(name));
    });
    assert.deepEqual(unused, []);
  });
});
