import type { Language } from '../../contracts/language.ts';
import type { Replies, Reply } from '../../contracts/replies.ts';
import type { ReplySurface } from '../../contracts/reply-surface.ts';
import type { Turn } from '../../contracts/turns.ts';
import type { Log } from '../../lib/log.ts';
import { growingButtons } from '../buttons.ts';
import type { TurnRecord } from './turn-record.ts';
import type { TurnSignals } from './turn-signals.ts';

/** One run of a turn that needs a reply. */
export interface AnswerReplyRequest {
  readonly turn: Turn;
  readonly language: Language;
  readonly record: TurnRecord;
  readonly surface: ReplySurface;
  readonly signals: TurnSignals;
  /** Aborts when the process can no longer wait for the network or the store. */
  readonly giveUp: AbortSignal;
}

/** Opens the reply that shows an answer, in the messages that an earlier run left. */
export function openAnswerReply(
  { replies, log }: { readonly replies: Replies; readonly log: Log },
  { turn, language, record, surface, signals, giveUp }: AnswerReplyRequest,
  { ended, onFailed }: { readonly ended: AbortSignal; readonly onFailed: () => void },
): Reply {
  // An orderly end leaves no doubt that is worth a warning.
  if (turn.creating && turn.resumes > 0) {
    log.warn(
      { turn: turn.id },
      'answer: an earlier run died while it created a message, which may remain as a stray',
    );
  }

  const request = {
    surface,
    key: turn.id,
    messages: turn.answerMessages,
    mayExist: turn.creating,
    onlyAsker: turn.address.onlyAsker === true,
    save: record.save,
    signal: AbortSignal.any([giveUp, ended]),
    handover: signals.superseded,
    onFailed,
  };
  if (turn.rerun?.kind === 'show') return replies.open(request);

  const { recordFirstWords: onFirstWords } = record;
  const controls = growingButtons(turn, language);
  return replies.open({ ...request, onFirstWords, showsTyping: true, controls });
}
