import type { ProviderEvent } from '../../contracts/provider.ts';
import { toTextDelta } from '../wire/body/deltas.ts';
import { readFrame, reportedError } from '../wire/body/read-frame.ts';
import { parseJson } from '../wire/json.ts';

/** The server sends this, with a 200, when an answer fails on its side. */
export const FALSE_ANSWER = {
  text: 'internal server error',
  isWhole: true,
  code: 'internal_server_error',
} as const;

/**
 * The events of one line, which is a JSON string.
 *
 * @throws A `WireFault` when the line is anything else.
 */
export function decodeVercelLine(line: string): readonly ProviderEvent[] {
  const parsed = parseJson(line);
  const text = typeof parsed === 'string' ? parsed : line;

  if (text.trim().toLowerCase() === FALSE_ANSWER.text) {
    throw reportedError({ error: { code: FALSE_ANSWER.code } });
  }

  if (typeof parsed === 'string') return toTextDelta(parsed);
  throw reportedError(readFrame(line));
}
