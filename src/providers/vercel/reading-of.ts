import { textDelta } from '../wire/body/deltas.ts';
import { readNdjson } from '../wire/body/read-ndjson.ts';
import { readPlainText } from '../wire/body/read-plain-text.ts';
import type { Question } from '../wire/create-service.ts';
import { decodeLine, FALSE_ANSWER } from './decode-line.ts';
import type { Variant } from './variants.ts';

/** How the answer to a kind of body is read. Either way, the end of it is all the evidence there is. */
export function readingOf(body: Variant['body']): Pick<Question, 'read' | 'decode' | 'atEnd'> {
  const atEnd = () => [{ type: 'end', reason: 'other' } as const];
  if (body === 'prompt') return { read: readNdjson, decode: decodeLine, atEnd };
  return { read: (bytes) => readPlainText(bytes, [FALSE_ANSWER]), decode: textDelta, atEnd };
}
