import type { ProviderEvent } from '../../contracts/provider.ts';
import { toReasoningDelta, toTextDelta } from '../wire/body/deltas.ts';
import { readFrame } from '../wire/body/read-frame.ts';
import { toUsage } from '../wire/body/to-usage.ts';
import { dig, isJsonObject } from '../wire/json.ts';

/**
 * The events of one line.
 *
 * @throws A `WireFault` when the line reports an error or is not a JSON object.
 */
export function decodeOllamaLine(line: string): readonly ProviderEvent[] {
  const {
    message,
    response,
    done: isDone,
    done_reason: reason,
    prompt_eval_count: inputTokens,
    eval_count: outputTokens,
  } = readFrame(line);

  const deltas = [
    ...toReasoningDelta(dig(message, 'thinking')),
    // Some proxies answer a chat in the words of the older `generate` (eyalrot/ollama_openai #33).
    ...toTextDelta(isJsonObject(message) ? message.content : response),
  ];
  if (isDone !== true) return deltas;

  return [...deltas, ...toUsage({ input: inputTokens, output: outputTokens }), toEnd(reason)];
}

function toEnd(raw: unknown): ProviderEvent {
  // Servers before version 0.3 give no reason.
  if (raw === undefined || raw === 'stop') return { type: 'end', reason: 'stop', raw: 'stop' };

  return { type: 'end', reason: raw === 'length' ? 'length' : 'other', raw: String(raw) };
}
