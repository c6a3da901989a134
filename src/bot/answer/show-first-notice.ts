import type { Language } from '../../contracts/language.ts';
import type { Reply } from '../../contracts/replies.ts';
import type { ReplySurface } from '../../contracts/reply-surface.ts';
import type { Turn } from '../../contracts/turns.ts';
import type { Clock } from '../../lib/clock.ts';
import { textsIn } from '../../texts/index.ts';

/** The run of an answer. */
interface FirstNoticeRun {
  readonly turn: Pick<Turn, 'answerMessages'>;
  readonly surface: Pick<ReplySurface, 'firstWriteWithinMs'>;
  readonly reply: Pick<Reply, 'showNotice'>;
  readonly language: Language;
}

/** Shows a notice if no words come in time for the first message, which the answer then replaces. */
export function showFirstNotice(
  { turn, surface, reply, language }: FirstNoticeRun,
  clock: Clock,
  ended: AbortSignal,
): void {
  const { firstWriteWithinMs } = surface;
  if (firstWriteWithinMs === undefined || turn.answerMessages.length > 0) return;

  const cancel = clock.after(firstWriteWithinMs, () =>
    reply.showNotice(textsIn(language).thinking(firstWriteWithinMs)),
  );
  ended.addEventListener('abort', cancel, { once: true });
}
