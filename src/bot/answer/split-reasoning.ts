import type { RouterEvent } from '../../contracts/router.ts';

const OPENINGS = ['<think>', '<thinking>'];
/** Some models begin with empty lines; more of them are an answer. */
const MOST_HELD_CHARACTERS = 200;

/**
 * Many models write what they think into the beginning of the answer itself, as `<think>…</think>`: that becomes reasoning, however it is
 * cut into deltas. What only looks like it, or comes later, is text.
 */
export async function* splitReasoning(
  events: AsyncIterable<RouterEvent>,
): AsyncGenerator<RouterEvent> {
  const splitter = createSplitter();
  try {
    for await (const event of events) {
      if (event.type === 'text-delta') yield* splitter.take(event.text);
      else if (event.type === 'end') yield* [...splitter.flush(), event];
      else yield event;
    }
  } catch (error) {
    yield* splitter.flush();
    throw error;
  }
  yield* splitter.flush();
}

interface Splitter {
  take(delta: string): readonly RouterEvent[];
  /** What was held back, because it could have been a part of a mark. */
  flush(): readonly RouterEvent[];
}

function createSplitter(): Splitter {
  let step: (text: string) => readonly RouterEvent[] = begin;
  let held = '';
  let closing = '';

  function begin(text: string): readonly RouterEvent[] {
    const start = text.trimStart();
    const opening = OPENINGS.find((mark) => start.startsWith(mark));
    if (opening) {
      closing = opening.replace('<', '</');
      return go(think, start.slice(opening.length));
    }
    const mayOpen =
      OPENINGS.some((mark) => mark.startsWith(start)) && text.length < MOST_HELD_CHARACTERS;
    return mayOpen ? hold(text) : go(speak, text);
  }

  function think(text: string): readonly RouterEvent[] {
    const end = text.indexOf(closing);
    if (end >= 0)
      return [...reasoning(text.slice(0, end)), ...go(pause, text.slice(end + closing.length))];
    const kept = beginningOf(closing, text);
    held = text.slice(text.length - kept);
    return reasoning(text.slice(0, text.length - kept));
  }

  /** The empty lines between the two belong to neither. */
  function pause(text: string): readonly RouterEvent[] {
    const start = text.trimStart();
    return start ? go(speak, start) : [];
  }

  function speak(text: string): readonly RouterEvent[] {
    return text ? [{ type: 'text-delta', text }] : [];
  }

  function go(next: typeof step, text: string): readonly RouterEvent[] {
    step = next;
    return next(text);
  }

  function hold(text: string): readonly RouterEvent[] {
    held = text;
    return [];
  }

  return {
    take(delta) {
      const text = held + delta;
      held = '';
      return step(text);
    },
    flush() {
      const text = held;
      held = '';
      return step === think ? reasoning(text) : speak(text);
    },
  };
}

function reasoning(text: string): readonly RouterEvent[] {
  return text ? [{ type: 'reasoning-delta', text }] : [];
}

/** How many characters at the end of `text` may be the beginning of `mark`. */
function beginningOf(mark: string, text: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(mark.slice(0, length))) return length;
  }
  return 0;
}
