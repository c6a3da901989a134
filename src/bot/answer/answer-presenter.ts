import type { Reply } from '../../contracts/replies.ts';
import type { RouterEvent } from '../../contracts/router.ts';
import type { Clock } from '../../lib/clock.ts';
import { texts } from '../../texts/texts.ts';
import type { CollectedAnswer } from './answer-collector.ts';
import { growingAnswerText } from './answer-text.ts';

/** Shows a growing answer, and notices before its first word. */
export interface AnswerPresenter {
  /** Call it after each event, with the answer that includes the event. */
  present(event: RouterEvent, answer: CollectedAnswer): void;
  /** Call it when no more events come. */
  end(): void;
}

/** The reply that shows the answer, and the choice whether reasoning is visible. */
export interface AnswerPresenterParts {
  readonly reply: Pick<Reply, 'show' | 'showNotice' | 'showReasoning'>;
  readonly clock: Clock;
  /** True: the reasoning is shown folded above the answer. False: people only read that the model is thinking. */
  readonly foldsReasoning: boolean;
}

/** Shorter thinking feels like any other wait. */
const THINKING_NOTICE_AFTER_MS = 8_000;
const THINKING_NOTICE_EVERY_MS = 5_000;
const MAX_REASONING_CHARACTERS = 20_000;

/** Creates a presenter for one run of an answer. */
export function createAnswerPresenter({
  reply,
  clock,
  foldsReasoning,
}: AnswerPresenterParts): AnswerPresenter {
  let reasoning = '';
  let lead = '';
  let thinkingSince: number | undefined;
  let cancelNotice = () => {};

  function takeReasoning(text: string): void {
    if (reasoning.length < MAX_REASONING_CHARACTERS) reasoning += text;
    if (thinkingSince !== undefined) return;

    const since = clock.now();
    thinkingSince = since;
    cancelNotice = clock.after(THINKING_NOTICE_AFTER_MS, () => showThinking(since));
  }

  function showThinking(since: number): void {
    const thinking = texts.thinking(clock.now() - since);
    reply.showNotice(lead ? `${lead}\n\n${thinking}` : thinking);
    cancelNotice = clock.after(THINKING_NOTICE_EVERY_MS, () => showThinking(since));
  }

  /** Folds the reasoning only once: later text belongs to an answer that is already visible. */
  function foldReasoning(): void {
    if (foldsReasoning && reasoning) {
      reply.showReasoning(reasoning.slice(0, MAX_REASONING_CHARACTERS));
    }
    reasoning = '';
  }

  return {
    present(event, answer) {
      if (event.type === 'text-delta') {
        cancelNotice();
        foldReasoning();
        reply.show(growingAnswerText(answer));
        return;
      }
      if (answer.text) return;

      if (event.type === 'source' && answer.lead) {
        lead = answer.lead;
        reply.showNotice(lead);
      }
      if (event.type === 'reasoning-delta') takeReasoning(event.text);
    },

    end: () => cancelNotice(),
  };
}
