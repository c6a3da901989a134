import type { AnswerEvent } from './answer-event.ts';
import type { EventFilter } from './event-filter.ts';

/** No known model repeats more than this. */
const MAX_OVERLAP_CHARACTERS = 400;
/** A shorter overlap may be intended. */
const MIN_OVERLAP_CHARACTERS = 10;

/**
 * Drops the overlap at the start of a continuation: many models first repeat the end of
 * `partialText`. Text that may still turn out to be an overlap is held back.
 */
export function dropOverlap(partialText: string): EventFilter {
  const tail = partialText.slice(-MAX_OVERLAP_CHARACTERS);
  let held = '';
  const isShort = tail.length < MIN_OVERLAP_CHARACTERS;
  let isDecided = isShort;

  const release = (): readonly AnswerEvent[] => {
    const text = held.slice(overlapLength(tail, held));
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
function overlapLength(tail: string, text: string): number {
  const longest = Math.min(tail.length, text.length);
  for (let length = longest; length >= MIN_OVERLAP_CHARACTERS; length--) {
    if (tail.endsWith(text.slice(0, length))) return length;
  }
  return 0;
}
