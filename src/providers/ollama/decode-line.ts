import type { ProviderEvent } from '../../contracts/provider.ts';
import { toReasoningDelta, toTextDelta, toUsage } from '../wire/body/deltas.ts';
import { readFrame } from '../wire/body/read-frame.ts';
import { dig } from '../wire/json.ts';

/** The events of one line. Pure. */
export function decodeOllamaLine(line: string): readonly ProviderEvent[] {
  const {
    message,
    done,
    done_reason: reason,
    prompt_eval_count: input,
    eval_count: output,
  } = readFrame(line);
  const said = [
    ...toReasoningDelta(dig(message, 'thinking')),
    ...toTextDelta(dig(message, 'content')),
  ];
  return done === true ? [...said, ...toUsage(input, output), endOf(reason)] : said;
}

function endOf(raw: unknown): ProviderEvent {
  // Servers before 0.3 gave no reason.
  if (raw === undefined || raw === 'stop') return { type: 'end', reason: 'stop', raw: 'stop' };
  return { type: 'end', reason: raw === 'length' ? 'length' : 'other', raw: String(raw) };
}
