import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRouting } from '../helpers/routing.ts';
import { answer, fault, hi } from '../helpers/scripted-provider.ts';
import { setUpRouter } from './set-up-router.ts';

/** About 1,000 tokens by the estimate: 1,000 and the 6 around the message. */
const question = { messages: [{ role: 'user', text: 'x'.repeat(3_000) }] } as const;
const photo = { mime: 'image/png', bytes: new Uint8Array(1), width: 100, height: 100 };

function report(inputTokens: number) {
  return [...answer, { type: 'usage', inputTokens, outputTokens: 1 } as const];
}

async function ratioAfter(reports: readonly number[], prompt: object = question) {
  const { ask, router, a } = setUpRouter();
  for (const inputTokens of reports) {
    a.script = [report(inputTokens)];
    await ask('a/x', prompt);
  }
  return (await router.find('a/x'))?.tokensPerEstimate;
}

describe('the tokens that a model counts for an estimated one', () => {
  test('are unknown until four answers reported them', async () => {
    assert.equal(await ratioAfter([700, 700, 700]), undefined);
    assert.equal(await ratioAfter([700, 700, 700, 700]), 0.8);
  });

  test('are the second highest of the last reports, with a margin, in steps', async () => {
    assert.equal(await ratioAfter([600, 3_900, 1_100, 700, 650]), 1.2);
    assert.equal(await ratioAfter([1_500, 1_500, ...Array.from({ length: 16 }, () => 700)]), 0.8);
  });

  test('ignore impossible reports, and never go below what any text has', async () => {
    // Gateways that report only the new part of a prompt, or nothing.
    assert.equal(await ratioAfter([0, 1, 12, 50_000, 120, 299]), undefined);
    assert.equal(await ratioAfter([310, 310, 310, 310]), 0.6);
  });

  test('are not learnt from short prompts, nor from prompts with pictures', async () => {
    const short = { messages: [{ role: 'user', text: 'Hello?' }] };
    assert.equal(await ratioAfter([9, 9, 9, 9], short), undefined);
    const seen = { messages: [{ ...question.messages[0], images: [photo] }] };
    assert.equal(await ratioAfter([700, 700, 700, 700], seen), undefined);
  });

  test('are not learnt from failed attempts', async () => {
    const { ask, router, a } = setUpRouter();
    const usage = { type: 'usage', inputTokens: 700, outputTokens: 0 } as const;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      a.script = [[hi, usage, fault('truncated')]];
      await ask('a/x', question);
    }
    assert.equal((await router.find('a/x'))?.tokensPerEstimate, undefined);
  });

  test('of an alias are those of its densest model, since any of them may answer', async () => {
    const routing = createRouting({ aliases: { fast: ['a/x', 'b/x'] } });
    const { ask, router, a, b } = setUpRouter(routing);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      a.script = [report(700)];
      b.script = [report(2_000)];
      await ask('a/x', question);
      await ask('b/x', question);
    }
    assert.equal((await router.find('fast'))?.tokensPerEstimate, 2.1);
  });
});
