import type { RouterEvent } from '../../contracts/router.ts';

const OPENING_TAGS = ['<think>', '<thinking>'];
/** Some models start with empty lines. More of them than this belong to the answer. */
const MAX_HELD_CHARACTERS = 200;

/**
 * Turns `<think>…</think>` at the start of an answer into reasoning, however the tags are cut into
 * deltas. Many models write their reasoning into the answer like this. A tag anywhere else is text.
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
  /** Releases the text that was held back because it could have been part of a tag. */
  flush(): readonly RouterEvent[];
}

/** A state machine: start → reasoning → gap → answer. Each state takes text and gives events. */
type State = (text: string) => readonly RouterEvent[];

function createSplitter(): Splitter {
  let state: State = readStart;
  let held = '';
  let closingTag = '';

  function readStart(text: string): readonly RouterEvent[] {
    const start = text.trimStart();
    const openingTag = OPENING_TAGS.find((tag) => start.startsWith(tag));
    if (openingTag) {
      closingTag = openingTag.replace('<', '</');
      return enter(readReasoning, start.slice(openingTag.length));
    }

    const mayBeTag = OPENING_TAGS.some((tag) => tag.startsWith(start));
    return mayBeTag && text.length < MAX_HELD_CHARACTERS ? hold(text) : enter(readAnswer, text);
  }

  function readReasoning(text: string): readonly RouterEvent[] {
    const end = text.indexOf(closingTag);
    if (end >= 0) {
      const rest = text.slice(end + closingTag.length);
      return [...reasoningEvents(text.slice(0, end)), ...enter(readGap, rest)];
    }

    const certainLength = text.length - overlapLength(text, closingTag);
    hold(text.slice(certainLength));
    return reasoningEvents(text.slice(0, certainLength));
  }

  /** The empty lines between reasoning and answer belong to neither. */
  function readGap(text: string): readonly RouterEvent[] {
    const start = text.trimStart();
    return start ? enter(readAnswer, start) : [];
  }

  function readAnswer(text: string): readonly RouterEvent[] {
    return text ? [{ type: 'text-delta', text }] : [];
  }

  function enter(next: State, text: string): readonly RouterEvent[] {
    state = next;
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
      return state(text);
    },

    flush() {
      const text = held;
      held = '';
      return state === readReasoning ? reasoningEvents(text) : readAnswer(text);
    },
  };
}

function reasoningEvents(text: string): readonly RouterEvent[] {
  return text ? [{ type: 'reasoning-delta', text }] : [];
}

/** The number of characters at the end of `text` that may be the start of `tag`. */
function overlapLength(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(tag.slice(0, length))) return length;
  }
  return 0;
}
