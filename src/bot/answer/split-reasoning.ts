import type { EventFilter } from './event-filter.ts';
import { createReasoningSplitter } from './reasoning/reasoning-splitter.ts';

/**
 * Turns the thoughts that a model or its server writes into the answer into reasoning, and drops the
 * tokens of chat templates at its start and end, however all of it is cut into deltas.
 *
 * - At the start of the answer, everything in the tags of `THOUGHT_TAGS` is thoughts, also several
 *   times. Tags that open later are the answer's own, and the tags that close them too.
 * - A closing tag without an opening one ends thoughts: the opening tag is in the prompt. The text
 *   before it was passed on as the answer by then, so a `text-restart` takes it back. Only a tag
 *   for which `isSeparator` holds does so, and only while no thoughts are known. Otherwise the tag alone is dropped.
 * - Tokens that end a turn are dropped at the very end only, and not in code or as part of a sentence.
 *
 * `partialText` is the beginning of the answer, when the model continues one.
 */
export function splitReasoning(partialText = ''): EventFilter {
  const splitter = createReasoningSplitter(partialText);

  return {
    take(event) {
      if (event.type === 'text-delta') return splitter.take(event.text);
      if (event.type === 'end') return [...splitter.flush(), event];

      if (event.type === 'reasoning-delta') splitter.takeReasoning(event.text);
      return [event];
    },

    end: splitter.flush,
  };
}
