import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cutRepetition } from '../../../../src/bot/answer/repetition/cut-repetition.ts';
import { createRepetitionDetector } from '../../../../src/bot/answer/repetition/repetition-detector.ts';
import { legitimateTexts, loops, shuffledLoop } from './repetitive-texts.ts';

/** The most characters of a loop that people pay for, where it counts and where it does not. */
const LONGEST_COUNT = 75_000;
const LONGEST_LOOP = 25_000;

/** Streams a text in deltas. Gives the text until the detector found the loop, and the text that stays. */
function readUntilLoop(text: string, deltaLength: number) {
  const detector = createRepetitionDetector();
  for (let end = deltaLength; end < text.length + deltaLength; end += deltaLength) {
    detector.take(text.slice(end - deltaLength, end));
    const { repeatsSince } = detector;
    if (repeatsSince === undefined) continue;
    const read = text.slice(0, end);
    return { read, kept: cutRepetition(read, repeatsSince) };
  }
  return undefined;
}

describe('a repetition detector', () => {
  for (const { name, text, kept } of loops) {
    test(`ends a loop of ${name}, and keeps its first time`, () => {
      const found = readUntilLoop(text, 5);
      assert.ok(found);
      assert.ok(found.read.length > 4_000, 'a short repetition can be meant');
      const longest = /count/.test(name) ? LONGEST_COUNT : LONGEST_LOOP;
      assert.ok(found.read.length < longest, `found after ${found.read.length} characters`);
      assert.equal(found.kept.trimEnd(), kept);
    });
  }

  test('ends a loop of three sentences in no order', () => {
    const found = readUntilLoop(shuffledLoop, 5);
    assert.ok(found && found.read.length < LONGEST_COUNT);
    assert.ok(found.kept.length < 4_000);
  });

  for (const { name, text } of legitimateTexts) {
    test(`does not end ${name}`, () => assert.equal(readUntilLoop(text, 5), undefined));
  }

  test('finds the same loops, however they are cut into deltas', () => {
    for (const { name, text } of [...loops, ...legitimateTexts]) {
      const small = readUntilLoop(text, 1);
      const large = readUntilLoop(text, 997);
      assert.equal(large?.kept, small?.kept, name);
    }
  });

  test('finds a loop after a long answer', () => {
    const answer = legitimateTexts.find(({ name }) => name.startsWith('base64'))?.text ?? '';
    const found = readUntilLoop(`${answer}\n${'I am ready. '.repeat(2_000)}`, 5);
    assert.equal(found?.kept, `${answer}\nI am ready. `);
  });

  test('keeps the space behind the first time, so that the model can write on there', () => {
    for (const [loop, kept] of [
      ['I am ready. ', 'I am ready. '],
      ['I am ready.\n', 'I am ready.\n'],
      ['I am ready.\n\n\n', 'I am ready.\n\n'],
      ['我准备好了。', '我准备好了。'],
    ] as const) {
      assert.equal(readUntilLoop(loop.repeat(2_000), 5)?.kept, kept);
    }
  });

  test('starts again after new words', () => {
    const part = 'I am ready. '.repeat(550);
    const news = legitimateTexts.find(({ name }) => name.startsWith('a JSON array'))?.text ?? '';
    assert.equal(readUntilLoop(part + news.slice(0, 3_000) + part, 5), undefined);
  });
});
