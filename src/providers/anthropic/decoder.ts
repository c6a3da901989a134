import type { ProviderEvent } from '../../contracts/provider.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import {
  type EndReason,
  toCitation,
  toReasoningDelta,
  toTextDelta,
  toUsage,
} from '../wire/body/deltas.ts';
import { readFrame } from '../wire/body/read-frame.ts';
import { asList, dig } from '../wire/json.ts';

const END_REASONS: Readonly<Record<string, EndReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  pause_turn: 'length',
  refusal: 'filter',
};

/** Decodes the frames of one answer. Remembers the reason and the token counts until its end. */
export function createAnthropicDecoder(): (frame: string) => readonly ProviderEvent[] {
  let stopReason: string | undefined;
  let inputTokens = 0;
  let cachedInputTokens = 0;
  let outputTokens = 0;

  const record = (reason: unknown, usage: unknown) => {
    if (typeof reason === 'string') stopReason = reason;

    // Each count is the sum so far.
    inputTokens = countInputTokens(usage) || inputTokens;
    cachedInputTokens = Number(dig(usage, 'cache_read_input_tokens')) || cachedInputTokens;
    outputTokens = Number(dig(usage, 'output_tokens')) || outputTokens;
  };

  const finish = (): ProviderEvent[] => {
    const reason = END_REASONS[stopReason ?? ''] ?? 'other';
    return [
      ...toUsage(inputTokens || undefined, outputTokens || undefined, cachedInputTokens),
      omitUndefined({ type: 'end', reason, raw: stopReason } as const),
    ];
  };

  return (frame) => {
    const event = readFrame(frame);

    switch (event.type) {
      case 'message_start':
        record(undefined, dig(event.message, 'usage'));
        return [];
      case 'content_block_start':
        return readBlock(event.content_block);
      case 'content_block_delta':
        return readBlock(event.delta);
      case 'message_delta':
        record(dig(event.delta, 'stop_reason'), event.usage);
        // Some gateways send no `message_stop`. A null is no reason.
        return stopReason === undefined ? [] : finish();
      case 'message_stop':
        return finish();
      case 'message':
        // The whole answer of a server that does not stream.
        record(event.stop_reason, event.usage);
        return [...asList(event.content).flatMap(readBlock), ...finish()];
      default:
        return [];
    }
  };
}

/** Blocks and deltas have the same fields. A block is usually empty when it begins. */
function readBlock(block: unknown): readonly ProviderEvent[] {
  return [
    ...toReasoningDelta(dig(block, 'thinking')),
    ...toTextDelta(dig(block, 'text')),
    ...[dig(block, 'citation'), ...asList(dig(block, 'citations'))].flatMap(readCitation),
  ];
}

/**
 * A `citations_delta` has one citation, a whole block has a list. A page of Anthropic's web search
 * has a `url`, a page that the prompt brought has a `source`.
 */
function readCitation(citation: unknown): readonly ProviderEvent[] {
  return toCitation(dig(citation, 'url') ?? dig(citation, 'source'), dig(citation, 'title'));
}

/** Tokens that were written to the cache or read from it are counted apart. */
function countInputTokens(usage: unknown): number {
  const names = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'];
  return names.reduce((sum, name) => sum + (Number(dig(usage, name)) || 0), 0);
}
