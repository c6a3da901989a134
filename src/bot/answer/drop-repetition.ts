import type { RouterEvent } from '../../contracts/router.ts';

/** Models look back so far at most, as far as was seen. */
const LONGEST_CHARACTERS = 400;
/** Less may well be said twice on purpose. */
const SHORTEST_CHARACTERS = 10;

/**
 * Many models that are to go on with what was `said` first repeat the end of it. That is left out; what only begins like it comes a moment
 * later.
 */
export async function* dropRepetition(
  events: AsyncIterable<RouterEvent>,
  said: string,
): AsyncGenerator<RouterEvent> {
  const tail = said.slice(-LONGEST_CHARACTERS);
  let held = '';
  let isOver = tail.length < SHORTEST_CHARACTERS;
  const release = (): readonly RouterEvent[] => {
    const text = held.slice(repeated(tail, held));
    isOver = true;
    held = '';
    return text ? [{ type: 'text-delta', text }] : [];
  };
  try {
    for await (const event of events) {
      if (!isOver && event.type === 'text-delta') {
        held += event.text;
        if (!tail.includes(held)) yield* release();
      } else {
        if (event.type === 'end') yield* release();
        yield event;
      }
    }
  } catch (error) {
    yield* release();
    throw error;
  }
  yield* release();
}

/** How many characters at the beginning of `text` are the end of `tail`; 0: too few to mean anything. */
function repeated(tail: string, text: string): number {
  for (let length = Math.min(tail.length, text.length); length >= SHORTEST_CHARACTERS; length--) {
    if (tail.endsWith(text.slice(0, length))) return length;
  }
  return 0;
}
