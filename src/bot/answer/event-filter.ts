import type { AnswerEvent } from './answer-event.ts';

/**
 * Changes the events of one answer. It is no generator: the step from one generator to the next takes
 * longer than everything that is done with a delta.
 */
export interface EventFilter {
  /** Gives what passes on in place of the next event. */
  take(event: AnswerEvent): readonly AnswerEvent[];
  /** Gives what was held back. Call it when no more events come, also after a failure. */
  end(): readonly AnswerEvent[];
}

/**
 * Reads all events, and calls `onEvent` with those that pass the filters.
 *
 * @throws What the events throw, when everything before it has passed.
 */
export async function filterEvents(
  events: AsyncIterable<AnswerEvent>,
  filters: readonly EventFilter[],
  onEvent: (event: AnswerEvent) => void,
): Promise<void> {
  const passOn = (event: AnswerEvent, index: number) => {
    const filter = filters[index];
    if (!filter) return onEvent(event);

    for (const passed of filter.take(event)) passOn(passed, index + 1);
  };

  try {
    for await (const event of events) passOn(event, 0);
  } finally {
    for (const [index, filter] of filters.entries()) {
      for (const released of filter.end()) passOn(released, index + 1);
    }
  }
}
