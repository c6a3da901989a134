import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dropOverlap } from '../../../src/bot/answer/drop-overlap.ts';
import { filterEvents } from '../../../src/bot/answer/event-filter.ts';
import type { RouterEvent } from '../../../src/contracts/router.ts';

const said = 'The quick brown fox jumps over the lazy dog, and then ';

async function goOn(
  text: string,
  size: number,
  failure?: Error,
): Promise<{ text: string; deltas: number }> {
  const stream = async function* (): AsyncGenerator<RouterEvent> {
    for (let at = 0; at < text.length; at += size)
      yield { type: 'text-delta', text: text.slice(at, at + size) };
    if (failure) throw failure;
    yield { type: 'end', reason: 'stop' };
  };
  const seen = { text: '', deltas: 0 };
  try {
    await filterEvents(stream(), [dropOverlap(said)], (event) => {
      if (event.type !== 'text-delta') return;
      seen.text += event.text;
      seen.deltas++;
    });
  } catch (error) {
    assert.equal(error, failure);
  }
  return seen;
}

describe('dropOverlap', () => {
  const cases = {
    'it sleeps.': 'it sleeps.',
    'the lazy dog, and then it sleeps.': 'it sleeps.',
    'the lazy dog, and then ': '',
    'the lazy dog, and so it sleeps.': 'the lazy dog, and so it sleeps.',
    'and then it sleeps.': 'and then it sleeps.',
    'dog, and then it sleeps.': 'it sleeps.',
    'The quick brown fox': 'The quick brown fox',
  };
  for (const size of [1, 3, 100]) {
    test(`is left out, and nothing else, in deltas of ${size}`, async () => {
      for (const [text, expected] of Object.entries(cases))
        assert.equal((await goOn(text, size)).text, expected);
    });
  }

  test('delays only text that may be a repetition', async () => {
    assert.equal((await goOn('Xylophones are loud.', 1)).deltas, 20);
  });

  test('keeps the text of a stream that fails before the decision', async () => {
    assert.equal((await goOn('the lazy', 1, new Error('broken'))).text, 'the lazy');
  });
});
