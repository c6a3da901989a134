import type { Attempt } from '../../contracts/attempt.ts';
import type { Spending } from '../../contracts/limits.ts';
import type { Router } from '../../contracts/router.ts';
import { ProviderError } from '../../errors.ts';
import type { Log } from '../../lib/log.ts';
import { filterEvents } from '../answer/event-filter.ts';
import { splitReasoning } from '../answer/split-reasoning.ts';

/** One request for a summary. */
export interface SummaryRequest {
  /** As people name models. */
  readonly model: string;
  readonly system: string;
  readonly transcript: string;
  /** For the log. */
  readonly conversation: string;
  /** Absent: nothing is counted. */
  readonly spending?: Spending | undefined;
  /** See `Router.stream`. */
  readonly onAttempt?: ((attempt: Attempt) => void) | undefined;
}

const LIMITS = { totalMs: 3 * 60_000 };

/**
 * Asks a model for a summary.
 *
 * @returns The text, without the model's thoughts, and the model that wrote it.
 * @throws A `ProviderError`.
 */
export async function askForSummary(
  { router, log }: { readonly router: Pick<Router, 'stream'>; readonly log: Log },
  { model, system, transcript, conversation, spending, onAttempt }: SummaryRequest,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly model: string }> {
  const messages = [{ role: 'user', text: transcript } as const];
  const request = { model, system, messages, limits: LIMITS };
  const events = router.stream(request, signal, spending, onAttempt);
  let text = '';
  let writer = model;
  let isWhole = false;

  await filterEvents(events, [splitReasoning('')], (event) => {
    if (event.type === 'text-delta') text += event.text;
    if (event.type === 'source') writer = `${event.provider}/${event.model}`;
    if (event.type === 'end') isWhole = event.reason !== 'filter';
    // Shows the operator what summaries cost.
    if (event.type === 'attempt') {
      log.info({ conversation, ...event.attempt }, 'summary: attempt ended');
    }
  });

  const hasWords = text.trim() !== '';
  if (!signal.aborted && !(isWhole && hasWords)) {
    throw new ProviderError(`${writer} gave no summary.`, { kind: 'empty', provider: writer });
  }
  return { text: text.trim(), model: writer };
}
