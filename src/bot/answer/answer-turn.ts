import type { Reply } from '../../contracts/replies.ts';
import type { ReplySurface } from '../../contracts/reply-surface.ts';
import type { Turn } from '../../contracts/turns.ts';
import { PlatformError } from '../../errors.ts';
import { sleep } from '../../lib/clock.ts';
import { texts } from '../../texts/texts.ts';
import type { BotDependencies } from '../bot-parts.ts';
import { finalButtons, growingButtons } from '../buttons.ts';
import type { CollectedAnswer } from './answer-collector.ts';
import { answerFooter } from './answer-footer.ts';
import { answerText } from './answer-text.ts';
import { answerWithModel } from './answer-with-model.ts';
import { createTurnRecord, type TurnRecord } from './turn-record.ts';
import { applyAnswer, applyShownVersion, partialAnswerOf, type TurnResult } from './turn-result.ts';

/** What a running turn is told from outside. Two signals, because a turn that people stopped must hear of a shutdown as well. */
export interface TurnSignals {
  /** People stopped it. */
  readonly stop: AbortSignal;
  /** The process is to end. */
  readonly shutdown: AbortSignal;
}

/** Answers a claimed turn and closes it; on `shutdown` it is left open, and the next start answers it anew. */
export type AnswerTurn = (turn: Turn, orders: TurnSignals) => Promise<void>;

interface RunningTurn {
  readonly turn: Turn;
  readonly reply: Reply;
  readonly record: TurnRecord;
  readonly surface: ReplySurface;
  /** Nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** A turn that was interrupted more often ends: perhaps it is the reason. */
const MOST_RESUMES = 3;
/** How long the mark of an interrupted answer may take, out of the 10 s that a shutdown has. */
const LONGEST_MARK_MS = 2_000;

export function createAnswerTurn(parts: BotDependencies): AnswerTurn {
  const { log, clock } = parts;

  return async function answerTurn(turn, orders) {
    const abandoned = new AbortController();
    const record = createTurnRecord(parts, turn, abandoned.signal);
    const { style = {} } = await parts.conversations.settings(turn.address.channel);
    const surface = parts.surface(turn.address, style);
    if (!surface) {
      log.warn({ turn: turn.id }, 'a turn of a platform that is no longer configured was dropped');
      return record.close({ state: 'failed' });
    }
    orders.shutdown.addEventListener('abort', () => {
      void sleep(clock, LONGEST_MARK_MS).then(() => abandoned.abort());
    });
    const failed = new AbortController();
    const opened = { turn, record, surface, signal: abandoned.signal };
    const running: RunningTurn = { ...opened, reply: openReply(opened, () => failed.abort()) };
    if (turn.rerun?.kind === 'show')
      return finish(running, applyShownVersion(turn, turn.rerun.version));
    await write(running, orders, failed.signal);
  };

  function openReply(
    { turn, record, surface, signal }: Omit<RunningTurn, 'reply'>,
    onFailed: () => void,
  ): Reply {
    if (turn.creating) {
      log.warn(
        { turn: turn.id },
        'an earlier run died while it created a message; on networks that cannot tell, a stray one may remain',
      );
    }
    const isWritten = turn.rerun?.kind !== 'show';
    return parts.replies.open({
      ...{
        surface,
        key: turn.id,
        messages: turn.answerMessages,
        mayExist: turn.creating,
        save: record.save,
        signal,
        onFailed,
      },
      ...(isWritten && { showsTyping: true, controls: growingButtons(turn) }),
    });
  }

  async function write(
    running: RunningTurn,
    { stop, shutdown }: TurnSignals,
    failed: AbortSignal,
  ): Promise<void> {
    const { turn, reply } = running;
    const startedAt = clock.now();
    const answer = await think(turn, reply, AbortSignal.any([stop, shutdown, failed]));
    const isStopped = answer.end === 'stopped';
    if (isStopped && shutdown.aborted && !stop.aborted) return interrupt(running, answer);
    const footer = await answerFooter(parts, answer, clock.now() - startedAt);
    const notes = [...answer.notes, ...(isStopped ? [texts.stopped] : []), ...footer];
    await finish(running, applyAnswer(turn, { ...answer, notes }, clock.now()));
  }

  /** Never fails: what went wrong is a note under what was said before. */
  async function think(turn: Turn, reply: Reply, signal: AbortSignal): Promise<CollectedAnswer> {
    if (turn.resumes > MOST_RESUMES) return failedWith(turn, texts.gaveUp);
    try {
      return await answerWithModel(parts, turn, reply, signal);
    } catch (error) {
      log.error({ turn: turn.id, error }, 'a turn failed inside');
      return failedWith(turn, texts.failedInside);
    }
  }

  async function finish(
    running: RunningTurn,
    { markdown, closing, state, ...settled }: TurnResult,
  ): Promise<void> {
    const { turn, reply, record } = running;
    const end = (as = state) => record.close({ ...settled, state: as });
    try {
      await reply.finish(markdown, { closing, controls: finalButtons({ ...turn, ...settled }) });
    } catch (error) {
      return endUnshown(running, error, end);
    }
    await end();
  }

  async function endUnshown(
    running: RunningTurn,
    error: unknown,
    end: (as: 'failed' | 'stopped') => Promise<void>,
  ): Promise<void> {
    const { turn, record } = running;
    if (!(error instanceof PlatformError)) throw error;
    if (error.kind === 'canceled') return record.release();
    log.warn(
      { turn: turn.id, kind: error.kind, error: error.message },
      'an answer could not be shown',
    );
    if (error.kind === 'invalid') await sayRefused(running);
    return end(error.kind === 'gone' ? 'stopped' : 'failed');
  }

  /** The network does not take this text. In a message of its own: what stands already is part of the answer. */
  async function sayRefused({ turn, record, surface, signal }: RunningTurn): Promise<void> {
    const standing = record.messages;
    const save: TurnRecord['save'] = (messages, creating) =>
      record.save([...standing, ...messages], creating);
    const reply = parts.replies.open({ surface, key: `${turn.id}.refused`, signal, save });
    await reply.finish(texts.refused).catch((error: unknown) => {
      log.warn({ turn: turn.id, error }, 'nor could it be said why');
    });
  }

  /** Says so under what stands there, and leaves the turn open. */
  async function interrupt(
    { turn, reply, record }: RunningTurn,
    answer: CollectedAnswer,
  ): Promise<void> {
    // What is written anew stands until the first words do.
    const isShown = answer.text !== '' || (record.messages.length > 0 && !turn.rerun);
    const { markdown, closing } = answerText({ ...answer, notes: [texts.interrupted] });
    if (isShown) await reply.finish(markdown, { closing }).catch(() => {});
    await record.release();
  }
}

function failedWith(turn: Turn, note: string): CollectedAnswer {
  return { ...partialAnswerOf(turn), notes: [note], end: 'failed' };
}
