import { toTextDelta } from '../wire/body/deltas.ts';
import { readNdjson } from '../wire/body/read-ndjson.ts';
import { readPlainText } from '../wire/body/read-plain-text.ts';
import type { ChatCall } from '../wire/service.ts';
import { decodeVercelLine, FALSE_ANSWER } from './decode-line.ts';
import type { Variant } from './variants.ts';

/** How the answer to a kind of body is read. Either way, the end of it is all the evidence there is. */
export function createAnswerReaderFor(
  body: Variant['bodyKind'],
): Pick<ChatCall, 'read' | 'decode' | 'atEnd'> {
  const atEnd = () => [{ type: 'end', reason: 'other' } as const];
  if (body === 'prompt') return { read: readNdjson, decode: decodeVercelLine, atEnd };
  return { read: (bytes) => readPlainText(bytes, [FALSE_ANSWER]), decode: toTextDelta, atEnd };
}
