import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { splitReasoning } from '../../../src/bot/answer/split-reasoning.ts';
import type { RouterEvent } from '../../../src/contracts/router.ts';

const delta = (text: string): RouterEvent => ({ type: 'text-delta', text });
const end: RouterEvent = { type: 'end', reason: 'stop' };

async function split(events: readonly RouterEvent[], failure?: Error) {
  const seen = { reasoning: '', text: '', types: [] as string[], error: undefined as unknown };
  const stream = async function* () {
    yield* events;
    if (failure) throw failure;
  };
  try {
    for await (const event of splitReasoning(stream())) {
      seen.types.push(event.type);
      if (event.type === 'text-delta') seen.text += event.text;
      if (event.type === 'reasoning-delta') seen.reasoning += event.text;
    }
  } catch (error) {
    seen.error = error;
  }
  return seen;
}

const cases = [
  { whole: '<think>I wonder.</think>\n\nThe answer', reasoning: 'I wonder.', text: 'The answer' },
  {
    whole: '\n <think>a < b, </thin> and so on</think>So: <think>',
    reasoning: 'a < b, </thin> and so on',
    text: 'So: <think>',
  },
  { whole: '<thinking>Hm.</think></thinking>Yes', reasoning: 'Hm.</think>', text: 'Yes' },
  { whole: '<think></think>Yes', reasoning: '', text: 'Yes' },
  { whole: '<think>cut of', reasoning: 'cut of', text: '' },
  { whole: '<thin air', reasoning: '', text: '<thin air' },
  { whole: '<thi', reasoning: '', text: '<thi' },
  { whole: '  spaced <think>no</think>', reasoning: '', text: '  spaced <think>no</think>' },
  { whole: `${' '.repeat(300)}<think>`, reasoning: '', text: `${' '.repeat(300)}<think>` },
];

describe('splitReasoning', () => {
  test('finds reasoning only at the start, however it is cut into deltas', async () => {
    const cut = fc.record({
      at: fc.constantFrom(...cases),
      sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
    });
    const check = fc.asyncProperty(cut, async ({ at: { whole, reasoning, text }, sizes }) => {
      const deltas: RouterEvent[] = [];
      for (let at = 0, turn = 0; at < whole.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        deltas.push(delta(whole.slice(at, at + size)));
        at += size;
      }
      const seen = await split([...deltas, end]);
      assert.deepEqual([seen.reasoning, seen.text], [reasoning, text]);
      assert.equal(seen.types.at(-1), 'end');
    });
    await fc.assert(check, { numRuns: 500, seed: 1 });
  });

  test("passes the provider's own reasoning events on", async () => {
    const seen = await split([{ type: 'reasoning-delta', text: 'Hm. ' }, delta('Yes'), end]);
    assert.deepEqual([seen.reasoning, seen.text], ['Hm. ', 'Yes']);
  });

  test('loses nothing of a stream that fails or ends early', async () => {
    const failure = new Error('broken');
    const failed = await split([delta('<thi')], failure);
    assert.deepEqual([failed.text, failed.error], ['<thi', failure]);
    assert.equal((await split([delta('<think>half</thi')])).reasoning, 'half</thi');
  });
});
