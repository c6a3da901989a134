import type { Reply } from '../../contracts/replies.ts';
import type { RouterEvent } from '../../contracts/router.ts';
import type { Clock } from '../../lib/clock.ts';
import { texts } from '../../texts/texts.ts';
import type { CollectedAnswer } from './answer-collector.ts';
import { growingAnswerText } from './answer-text.ts';

/** Shows an answer as it comes, and what people should know before its first word. */
export interface AnswerPresenter {
  /** `answer`: with what this event brought. */
  see(event: RouterEvent, answer: CollectedAnswer): void;
  /** No more events come. */
  end(): void;
}

export interface PresenterParts {
  readonly reply: Reply;
  readonly clock: Clock;
  /** Reasoning stands folded before the answer; otherwise only that the model thinks is said. */
  readonly foldsReasoning: boolean;
}

/** Thinking that takes less is like any other wait. */
const THINKING_AFTER_MS = 8_000;
const REFRESH_MS = 5_000;
const LONGEST_REASONING_CHARACTERS = 20_000;

export function createAnswerPresenter({
  reply,
  clock,
  foldsReasoning,
}: PresenterParts): AnswerPresenter {
  let reasoning = '';
  let lead = '';
  let thinksSince: number | undefined;
  let cancel = () => {};

  function startThinking(): void {
    if (thinksSince !== undefined) return;
    thinksSince = clock.now();
    cancel = clock.after(THINKING_AFTER_MS, () => sayThinking(thinksSince ?? 0));
  }

  function sayThinking(since: number): void {
    reply.showNotice([lead, texts.thinking(clock.now() - since)].filter(Boolean).join('\n\n'));
    cancel = clock.after(REFRESH_MS, () => sayThinking(since));
  }

  /** Once: what is continued was shown before. */
  function foldReasoning(): void {
    if (foldsReasoning && reasoning)
      reply.showReasoning(reasoning.slice(0, LONGEST_REASONING_CHARACTERS));
    reasoning = '';
  }

  return {
    see(event, answer) {
      if (event.type === 'text-delta') {
        cancel();
        foldReasoning();
        reply.show(growingAnswerText(answer));
      } else if (answer.text) return;
      else if (event.type === 'source' && answer.lead) {
        ({ lead } = answer);
        reply.showNotice(lead);
      } else if (event.type === 'reasoning-delta') {
        if (reasoning.length < LONGEST_REASONING_CHARACTERS) reasoning += event.text;
        startThinking();
      }
    },
    end: () => cancel(),
  };
}
