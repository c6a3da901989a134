import type { AnswerEvent } from './answer-event.ts';
import type { EventFilter } from './event-filter.ts';

/** No known model repeats more than this. */
const MAX_REPEATED_CHARACTERS = 400;
/** A shorter repetition may be intended. */
const MIN_REPEATED_CHARACTERS = 10;

/**
 * Drops the repetition at the start of a continuation: many models first repeat the end of
 * `partialText`. Text that may still turn out to be a repetition is held back.
 */
export function dropRepetition(partialText: string): EventFilter {
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

  return {
    take(event) {
      if (event.type === 'text-delta' && !isDecided) {
        held += event.text;
        return tail.includes(held) ? [] : release();
      }
      if (event.type === 'end') return [...release(), event];

      if (event.type === 'text-restart') {
        held = '';
        isDecided = isShort;
      }
      return [event];
    },

    end: release,
  };
}

/** The number of characters at the start of `text` that repeat the end of `tail`. */
function repeatedLength(tail: string, text: string): number {
  const longest = Math.min(tail.length, text.length);
  for (let length = longest; length >= MIN_REPEATED_CHARACTERS; length--) {
    if (tail.endsWith(text.slice(0, length))) return length;
  }
  return 0;
}
