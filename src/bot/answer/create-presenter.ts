import type { Reply } from '../../contracts/replies.ts';
import type { RouterEvent } from '../../contracts/router.ts';
import type { Clock } from '../../lib/clock.ts';
import { texts } from '../../texts/texts.ts';
import type { Answer } from './create-collector.ts';
import { growingTextOf } from './text-of.ts';

/** Shows an answer as it comes, and what people should know before its first word. */
export interface Presenter {
  /** `answer`: with what this event brought. */
  see(event: RouterEvent, answer: Answer): void;
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

export function createPresenter({ reply, clock, foldsReasoning }: PresenterParts): Presenter {
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
    reply.wait([lead, texts.thinking(clock.now() - since)].filter(Boolean).join('\n\n'));
    cancel = clock.after(REFRESH_MS, () => sayThinking(since));
  }

  /** Once: what is continued was shown before. */
  function foldReasoning(): void {
    if (foldsReasoning && reasoning) reply.think(reasoning.slice(0, LONGEST_REASONING_CHARACTERS));
    reasoning = '';
  }

  return {
    see(event, answer) {
      if (event.type === 'text-delta') {
        cancel();
        foldReasoning();
        reply.show(growingTextOf(answer));
      } else if (answer.text) return;
      else if (event.type === 'source' && answer.lead) {
        ({ lead } = answer);
        reply.wait(lead);
      } else if (event.type === 'reasoning-delta') {
        if (reasoning.length < LONGEST_REASONING_CHARACTERS) reasoning += event.text;
        startThinking();
      }
    },
    end: () => cancel(),
  };
}
