import type { ProviderEvent } from '../../contracts/provider.ts';
import { toTextDelta } from '../wire/body/deltas.ts';
import { readFrame, reportedError } from '../wire/body/read-frame.ts';
import { parseJson } from '../wire/json.ts';

/** What the server says where an answer failed on its side, with a 200. */
export const FALSE_ANSWER = {
  text: 'internal server error',
  isWhole: true,
  code: 'internal_server_error',
} as const;

/** One line of an answer: a JSON string. */
export function decodeVercelLine(line: string): readonly ProviderEvent[] {
  const parsed = parseJson(line);
  const text = typeof parsed === 'string' ? parsed : line;
  if (text.trim().toLowerCase() === FALSE_ANSWER.text)
    throw reportedError({ error: { code: FALSE_ANSWER.code } });
  if (typeof parsed === 'string') return toTextDelta(parsed);
  throw reportedError(readFrame(line));
}
