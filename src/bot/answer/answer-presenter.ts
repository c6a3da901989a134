import type { Language } from '../../contracts/language.ts';
import type { Reply } from '../../contracts/replies.ts';
import type { Clock } from '../../lib/clock.ts';
import { textsIn } from '../../texts/index.ts';
import type { AnswerCollector } from './answer-collector.ts';
import type { AnswerEvent } from './answer-event.ts';
import { createGrowingAnswerText } from './answer-text.ts';

/** Shows a growing answer, and notices before its first word. */
export interface AnswerPresenter {
  /** Call it after each event, when the collector has taken it. */
  present(event: AnswerEvent, collected: Pick<AnswerCollector, 'answer' | 'reasoning'>): void;
  /** Call it when no more events come. */
  end(): void;
}

/** The reply that shows the answer, and the choice whether reasoning is visible. */
export interface AnswerPresenterParts {
  readonly reply: Pick<Reply, 'show' | 'showNotice' | 'showReasoning'>;
  readonly language: Language;
  readonly clock: Clock;
  /** True: the reasoning is shown folded above the answer. False: people only read that the model is thinking. */
  readonly foldsReasoning: boolean;
}

/** Shorter thinking feels like any other wait. */
const THINKING_NOTICE_AFTER_MS = 8_000;
const THINKING_NOTICE_EVERY_MS = 5_000;

/** Creates a presenter for one run of an answer. */
export function createAnswerPresenter({
  reply,
  language,
  clock,
  foldsReasoning,
}: AnswerPresenterParts): AnswerPresenter {
  let growingAnswerText = createGrowingAnswerText();
  let lead = '';
  let hasWords = false;
  let thinkingSince: number | undefined;
  let cancelNotice = () => {};

  function startThinking(): void {
    if (thinkingSince !== undefined) return;

    const since = clock.now();
    thinkingSince = since;
    cancelNotice = clock.after(THINKING_NOTICE_AFTER_MS, () => showThinking(since));
  }

  function showThinking(since: number): void {
    const thinking = textsIn(language).thinking(clock.now() - since);
    reply.showNotice(lead ? `${lead}\n\n${thinking}` : thinking);
    cancelNotice = clock.after(THINKING_NOTICE_EVERY_MS, () => showThinking(since));
  }

  return {
    present(event, { answer, reasoning }) {
      if (event.type === 'text-restart') {
        hasWords = false;
        growingAnswerText = createGrowingAnswerText();
      }
      if (event.type === 'text-delta') {
        cancelNotice();
        // Only before the first words: later thoughts come too late for an answer that is visible.
        if (foldsReasoning && reasoning && !hasWords) reply.showReasoning(reasoning);
        hasWords = true;
        reply.show(growingAnswerText(answer));
        return;
      }
      if (answer.text) return;

      if (event.type === 'source' && answer.lead) {
        lead = answer.lead;
        reply.showNotice(lead);
      }
      if (event.type === 'reasoning-delta') startThinking();
    },

    end: () => cancelNotice(),
  };
}
