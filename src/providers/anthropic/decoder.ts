import type { ProviderEvent } from '../../contracts/provider.ts';
import { type EndReason, toReasoningDelta, toTextDelta, toUsage } from '../wire/body/deltas.ts';
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

/** The events of one answer, frame by frame: its reason and its counts come before its end. */
export function createAnthropicDecoder(): (frame: string) => readonly ProviderEvent[] {
  let reason: string | undefined;
  const counts = { input: 0, output: 0 };

  const note = (stopReason: unknown, told: unknown) => {
    if (typeof stopReason === 'string') reason = stopReason;
    counts.input = inputTokens(told) || counts.input;
    // Each one is the sum so far.
    counts.output = Number(dig(told, 'output_tokens')) || counts.output;
  };
  const finish = (): ProviderEvent[] => [
    ...toUsage(counts.input || undefined, counts.output || undefined),
    {
      type: 'end',
      reason: END_REASONS[reason ?? ''] ?? 'other',
      ...(reason !== undefined && { raw: reason }),
    },
  ];

  return (frame) => {
    const event = readFrame(frame);
    switch (event.type) {
      case 'message_start':
        note(undefined, dig(event.message, 'usage'));
        return [];
      case 'content_block_start':
        return readBlock(event.content_block);
      case 'content_block_delta':
        return readBlock(event.delta);
      case 'message_delta':
        note(dig(event.delta, 'stop_reason'), event.usage);
        return [];
      case 'message_stop':
        return finish();
      case 'message':
        // From a server that does not stream.
        note(event.stop_reason, event.usage);
        return [...asList(event.content).flatMap(readBlock), ...finish()];
      default:
        return [];
    }
  };
}

/** Blocks and deltas have the same fields; a block that begins is empty in most cases. */
function readBlock(block: unknown): readonly ProviderEvent[] {
  return [...toReasoningDelta(dig(block, 'thinking')), ...toTextDelta(dig(block, 'text'))];
}

/** What was read from the cache is counted apart. */
function inputTokens(told: unknown): number {
  const parts = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'];
  return parts.reduce((sum, name) => sum + (Number(dig(told, name)) || 0), 0);
}
