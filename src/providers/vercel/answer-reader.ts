import { toTextDelta } from '../wire/body/deltas.ts';
import { readNdjson } from '../wire/body/read-ndjson.ts';
import { readPlainText } from '../wire/body/read-plain-text.ts';
import type { ChatCall } from '../wire/service.ts';
import { decodeVercelLine, FALSE_ANSWER } from './decode-line.ts';
import type { Variant } from './variants.ts';

type AnswerReader = Pick<ChatCall, 'read' | 'decode' | 'atEnd'>;

/**
 * Reads the answers to requests of this kind. In every variant, the end of the body is the only
 * sign that the answer is complete.
 */
export function createAnswerReaderFor(bodyKind: Variant['bodyKind']): AnswerReader {
  const atEnd = () => [{ type: 'end', reason: 'other' } as const];

  if (bodyKind === 'prompt') return { read: readNdjson, decode: decodeVercelLine, atEnd };
  return { read: (body) => readPlainText(body, [FALSE_ANSWER]), decode: toTextDelta, atEnd };
}
