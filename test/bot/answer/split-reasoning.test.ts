import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { filterEvents } from '../../../src/bot/answer/event-filter.ts';
import { splitReasoning } from '../../../src/bot/answer/split-reasoning.ts';
import type { RouterEvent } from '../../../src/contracts/router.ts';
import {
  answersAboutTags,
  controlTokens,
  type Disguise,
  harmony,
  lateClosingTags,
  strayTags,
  taggedThoughts,
} from './disguises.ts';

const delta = (text: string): RouterEvent => ({ type: 'text-delta', text });
const end: RouterEvent = { type: 'end', reason: 'stop' };

interface SplitOptions {
  readonly failure?: Error;
  readonly partialText?: string;
}

async function split(events: readonly RouterEvent[], { failure, partialText }: SplitOptions = {}) {
  const seen = { reasoning: '', text: '', types: [] as string[], error: undefined as unknown };
  const stream = async function* () {
    yield* events;
    if (failure) throw failure;
  };
  try {
    await filterEvents(stream(), [splitReasoning(partialText)], (event) => {
      seen.types.push(event.type);
      if (event.type === 'text-delta') seen.text += event.text;
      if (event.type === 'reasoning-delta') seen.reasoning += event.text;
      if (event.type === 'text-restart') {
        seen.reasoning += seen.text;
        seen.text = '';
      }
    });
  } catch (error) {
    seen.error = error;
  }
  return seen;
}

function cutIntoDeltas(text: string, sizes: readonly number[]): RouterEvent[] {
  const deltas: RouterEvent[] = [];
  for (let start = 0, turn = 0; start < text.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    deltas.push(delta(text.slice(start, start + size)));
    start += size;
  }
  return deltas;
}

function eventsOf({ sent, field }: Pick<Disguise, 'sent' | 'field'>, sizes: readonly number[]) {
  const fields: RouterEvent[] = field ? [{ type: 'reasoning-delta', text: field }] : [];
  return [...fields, ...cutIntoDeltas(sent, sizes), end];
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
const kinds = { taggedThoughts, lateClosingTags, strayTags, harmony, controlTokens };

describe('splitReasoning', () => {
  for (const [kind, disguises] of Object.entries(kinds)) {
    for (const { source, ...disguise } of disguises) {
      test(`tells the thoughts from the answer: ${kind}, ${source}`, async () => {
        const { field = '', sent, thoughts, text } = disguise;
        const check = async (pieces: readonly number[]) => {
          const seen = await split(eventsOf(disguise, pieces));
          assert.deepEqual(
            [seen.reasoning.trim(), seen.text.trim()],
            [(field + thoughts).trim(), text.trim()],
            `cut into ${pieces}`,
          );
          assert.equal(seen.types.at(-1), 'end');
        };
        await check([sent.length]);
        await check([1]);
        await fc.assert(fc.asyncProperty(sizes, check), { numRuns: 20, seed: 1 });
      });
    }
  }

  test('leaves answers about tags as they are', async () => {
    for (const sent of answersAboutTags) {
      for (const pieces of [[sent.length], [1], [3, 7, 2]]) {
        const seen = await split(eventsOf({ sent }, pieces));
        assert.deepEqual([seen.reasoning, seen.text], ['', sent]);
        assert.ok(!seen.types.includes('text-restart'));
      }
    }
  });

  test('gives the same, whatever the deltas and the text are', async () => {
    const piece = fc.constantFrom(
      ...[...taggedThoughts, ...lateClosingTags, ...harmony, ...controlTokens].flatMap(({ sent }) =>
        sent.slice(0, 300).split(/(?<=[>\]▷.])|(?=[<[◁])/),
      ),
      ...['\n', ' ', '`', '```\n', '    ', 'word', '。', '</s>', '<s>'],
    );
    const text = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));
    const check = fc.asyncProperty(text, sizes, async (sent, pieces) => {
      const whole = await split(eventsOf({ sent }, [Math.max(1, sent.length)]));
      const cut = await split(eventsOf({ sent }, pieces));
      assert.deepEqual([cut.reasoning, cut.text], [whole.reasoning, whole.text]);
    });
    await fc.assert(check, { numRuns: 1_500, seed: 2 });
  });

  test('leaves text alone that has no tags', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    const check = fc.asyncProperty(text, sizes, async (sent, pieces) => {
      const seen = await split(eventsOf({ sent }, pieces));
      assert.deepEqual([seen.reasoning, seen.text], ['', sent]);
    });
    await fc.assert(check, { numRuns: 500, seed: 3 });
  });

  test('never shows a part of an end token that may be dropped', async () => {
    const seen: string[] = [];
    const stream = async function* () {
      yield* [...cutIntoDeltas('Done.\n<|eot_id|><|start_header_id|>assistant', [3]), end];
    };
    await filterEvents(stream(), [splitReasoning()], (event) => {
      if (event.type === 'text-delta') seen.push(event.text);
    });
    assert.equal(seen.join(''), 'Done.\n');
  });

  test('shows an answer of blanks and tags that turn out to be text', async () => {
    for (const sent of ['<thi', '  spaced <think>no</think>', `${' '.repeat(300)}<think>`]) {
      assert.equal((await split([delta(sent), end])).text, sent);
    }
  });

  test("passes the provider's own reasoning events on", async () => {
    const seen = await split([{ type: 'reasoning-delta', text: 'Hm. ' }, delta('Yes'), end]);
    assert.deepEqual([seen.reasoning, seen.text], ['Hm. ', 'Yes']);
  });

  test('loses nothing of a stream that fails or ends early', async () => {
    const failure = new Error('broken');
    const failed = await split([delta('<thi')], { failure });
    assert.deepEqual([failed.text, failed.error], ['<thi', failure]);
    assert.equal((await split([delta('<think>half</thi')])).reasoning, 'half</thi');
  });

  test('knows that an answer which it continues has open code, or tags of its own', async () => {
    for (const partialText of ['Look:\n```\nthoughts', 'It starts with <think> and then']) {
      const sent = '.\n</think>\nEnd.';
      const seen = await split([delta(sent), end], { partialText });
      assert.deepEqual([seen.reasoning, seen.text], ['', sent]);
    }
  });
});
