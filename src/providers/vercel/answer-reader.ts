import { toTextDelta } from '../wire/body/deltas.ts';
import { createNdjsonCutter } from '../wire/body/ndjson-cutter.ts';
import { createPlainTextCutter } from '../wire/body/plain-text-cutter.ts';
import type { ChatCall } from '../wire/service.ts';
import { decodeVercelLine, FALSE_ANSWER } from './decode-line.ts';
import type { Variant } from './variants.ts';

type AnswerReader = Pick<ChatCall, 'createCutter' | 'decode' | 'atEnd'>;

/**
 * Reads the answers to requests of this kind. In every variant, the end of the body is the only
 * sign that the answer is complete.
 */
export function createAnswerReaderFor(bodyKind: Variant['bodyKind']): AnswerReader {
  const atEnd = () => [{ type: 'end', reason: 'other' } as const];

  if (bodyKind === 'prompt')
    return { createCutter: createNdjsonCutter, decode: decodeVercelLine, atEnd };
  const createCutter = () => createPlainTextCutter([FALSE_ANSWER]);
  return { createCutter, decode: toTextDelta, atEnd };
}
