import type { RouterEvent } from '../../contracts/router.ts';
import type { AnswerEvent } from './answer-event.ts';
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
export async function* splitReasoning(
  events: AsyncIterable<RouterEvent>,
  partialText = '',
): AsyncGenerator<AnswerEvent> {
  const splitter = createReasoningSplitter(partialText);

  try {
    for await (const event of events) {
      if (event.type === 'text-delta') {
        yield* splitter.take(event.text);
        continue;
      }

      if (event.type === 'reasoning-delta') splitter.takeReasoning(event.text);
      else if (event.type === 'end') yield* splitter.flush();
      yield event;
    }
  } catch (error) {
    yield* splitter.flush();
    throw error;
  }
  yield* splitter.flush();
}
