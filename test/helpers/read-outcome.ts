import assert from 'node:assert/strict';
import type { ProviderEvent } from '../../src/contracts/provider.ts';
import { ProviderError } from '../../src/errors.ts';

/**
 * Reads an answer to its end. Gives `text | reason`, with the tokens of the usage behind the
 * reason, or `text | kind` for a failure. Reasoning is in brackets.
 */
export async function readOutcome(events: AsyncIterable<ProviderEvent>): Promise<string> {
  let text = '';
  let ending = 'nothing';

  try {
    for await (const event of events) {
      if (event.type === 'text-delta') text += event.text;
      if (event.type === 'reasoning-delta') text += `(${event.text})`;
      if (event.type === 'end') ending = event.reason;
      if (event.type === 'usage') ending += ` ${event.inputTokens}+${event.outputTokens}`;
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    assert.doesNotMatch(error.message, /secret/);
    ending = error.kind;
  }

  return `${text} | ${ending}`;
}
