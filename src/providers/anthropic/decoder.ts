import type { ProviderEvent } from '../../contracts/provider.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { type EndReason, toCitation, toReasoningDelta, toTextDelta } from '../wire/body/deltas.ts';
import { readFrame } from '../wire/body/read-frame.ts';
import { readCount, toUsage } from '../wire/body/to-usage.ts';
import { asList, dig } from '../wire/json.ts';
import { readVendorCost } from '../wire/read-vendor-cost.ts';

const END_REASONS: Readonly<Record<string, EndReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  pause_turn: 'length',
  refusal: 'filter',
};

/** Tokens that were written to the cache or read from it are counted apart. */
const INPUT_COUNTS = [
  'input_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
] as const;

/** Decodes the frames of one answer. Remembers the reason and the token counts until its end. */
export function createAnthropicDecoder(): (frame: string) => readonly ProviderEvent[] {
  let stopReason: string | undefined;
  let counts: Readonly<Record<string, number>> = {};
  let usd: unknown;

  const record = (reason: unknown, usage: unknown) => {
    if (typeof reason === 'string') stopReason = reason;

    // Each count is the sum so far. The later ones may leave some out.
    for (const name of [...INPUT_COUNTS, 'output_tokens']) {
      const count = readCount(dig(usage, name));
      if (count) counts = { ...counts, [name]: count };
    }
    usd = readVendorCost(usage) ?? usd;
  };

  const finish = (): ProviderEvent[] => {
    const reason = END_REASONS[stopReason ?? ''] ?? 'other';
    return [
      ...toUsage({
        input: sumOf(INPUT_COUNTS.map((name) => counts[name] ?? 0)) || undefined,
        output: counts.output_tokens,
        cachedInput: counts.cache_read_input_tokens,
        cacheWriteInput: counts.cache_creation_input_tokens,
        usd,
      }),
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

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
