import type { AnswerEvent } from './answer-event.ts';

/** No known model repeats more than this. */
const MAX_REPEATED_CHARACTERS = 400;
/** A shorter repetition may be intended. */
const MIN_REPEATED_CHARACTERS = 10;

/**
 * Drops the repetition at the start of a continuation: many models first repeat the end of
 * `partialText`. Text that may still turn out to be a repetition is held back.
 */
export async function* dropRepetition(
  events: AsyncIterable<AnswerEvent>,
  partialText: string,
): AsyncGenerator<AnswerEvent> {
  const tail = partialText.slice(-MAX_REPEATED_CHARACTERS);
  let held = '';
  const isShort = tail.length < MIN_REPEATED_CHARACTERS;
  let isDecided = isShort;

  const release = (): readonly AnswerEvent[] => {
    const text = held.slice(repeatedLength(tail, held));
    isDecided = true;
    held = '';
    return text ? [{ type: 'text-delta', text }] : [];
  };

  try {
    for await (const event of events) {
      if (!isDecided && event.type === 'text-delta') {
        held += event.text;
        if (!tail.includes(held)) yield* release();
      } else {
        if (event.type === 'end') yield* release();
        if (event.type === 'text-restart') {
          held = '';
          isDecided = isShort;
        }
        yield event;
      }
    }
  } catch (error) {
    yield* release();
    throw error;
  }
  yield* release();
}

/** The number of characters at the start of `text` that repeat the end of `tail`. */
function repeatedLength(tail: string, text: string): number {
  const longest = Math.min(tail.length, text.length);
  for (let length = longest; length >= MIN_REPEATED_CHARACTERS; length--) {
    if (tail.endsWith(text.slice(0, length))) return length;
  }
  return 0;
}
