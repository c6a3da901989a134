import assert from 'node:assert/strict';
import type { ProviderEvent } from '../../src/contracts/provider.ts';
import { ProviderError } from '../../src/errors.ts';

/** What came of an answer: `text | reason` or `text | kind of failure`. */
export async function readOutcome(events: AsyncIterable<ProviderEvent>): Promise<string> {
  let said = '';
  let last = 'nothing';
  try {
    for await (const event of events) {
      if (event.type === 'text-delta') said += event.text;
      if (event.type === 'reasoning-delta') said += `(${event.text})`;
      if (event.type === 'end') last = event.reason;
      if (event.type === 'usage') last += ` ${event.inputTokens}+${event.outputTokens}`;
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    assert.doesNotMatch(error.message, /secret/);
    last = error.kind;
  }
  return `${said} | ${last}`;
}
