import type { Reply } from '../../contracts/replies.ts';
import type { Turn } from '../../contracts/turns.ts';
import { PlatformError } from '../../errors.ts';
import { sleep } from '../../lib/clock.ts';
import { textsIn } from '../../texts/index.ts';
import { finalButtons } from '../buttons.ts';
import { createGatherer } from '../material/gatherer.ts';
import { NO_MATERIAL_SOURCES } from '../material/material-sources.ts';
import { shownTranscript } from '../material/shown-transcript.ts';
import { createHistoryStarts } from '../prompt/history-starts.ts';
import { amongOtherAnswers } from './among-other-answers.ts';
import type { CollectedAnswer } from './answer-collector.ts';
import { answerFooter } from './answer-footer.ts';
import { answerStyle } from './answer-style.ts';
import { answerText } from './answer-text.ts';
import type { AnswerTurnParts } from './answer-turn-parts.ts';
import { answerWithinLimits, refuseWithoutWord } from './answer-within-limits.ts';
import { createHiddenEnds } from './hidden-ends.ts';
import { limitWriting } from './limit-writing.ts';
import { type AnswerReplyRequest, openAnswerReply } from './open-answer-reply.ts';
import { createRefusalCounter } from './refusal-counter.ts';
import { removeAnswer } from './remove-answer.ts';
import { showFirstNotice } from './show-first-notice.ts';
import { summarizeAnswer } from './summarize-answer.ts';
import { createTurnRecord } from './turn-record.ts';
import {
  applyAnswer,
  applyShownVersion,
  failedAnswer,
  partialAnswerOf,
  type TurnResult,
} from './turn-result.ts';
import type { TurnSignals } from './turn-signals.ts';

/**
 * Answers a claimed turn and closes it. After `shutdown` the turn stays open, and the next start answers
 * it again. After `superseded` it stays open for the next run, and nothing says so. A turn whose question
 * people withdrew gets no answer: the messages that show one are removed.
 */
export type AnswerTurn = (turn: Turn, signals: TurnSignals) => Promise<void>;

/** One run of a turn, with everything that its steps need. */
interface Run extends AnswerReplyRequest {
  readonly reply: Reply;
}

/** After more resumes than this the turn fails: perhaps it causes the restarts. */
const MAX_RESUMES = 3;
/** The time that an interrupted turn has to say so. A shutdown has 10 s in total. */
const INTERRUPT_TIMEOUT_MS = 2_000;

/** Creates the function that answers turns. */
export function createAnswerTurn(answerParts: AnswerTurnParts): AnswerTurn {
  const parts = { historyStarts: createHistoryStarts(answerParts.clock), ...answerParts };
  const { log, clock, material: sources = NO_MATERIAL_SOURCES } = parts;
  const hiddenEnds = createHiddenEnds(parts);
  const refusals = createRefusalCounter(clock);
  const modelParts = { ...parts, refusals, gather: createGatherer({ ...parts, sources }) };

  return async function answerTurn(turn, signals) {
    const giveUp = new AbortController();
    const record = createTurnRecord(parts, turn, giveUp.signal);
    const language = parts.languageOf(turn.address.channel, turn.inputs[0]?.author);
    const opened = parts.surface(turn.address, answerStyle(parts, turn, language));
    if (!opened) {
      log.warn({ turn: turn.id }, 'answer: dropped a turn, its platform is no longer configured');
      return record.close({ state: 'failed' });
    }

    signals.shutdown.addEventListener('abort', () => {
      void sleep(clock, INTERRUPT_TIMEOUT_MS).then(() => giveUp.abort());
    });
    const replyFailed = new AbortController();
    // Aborts after the last write, so that the surface keeps no preview alive.
    const ended = new AbortController();
    const surface = await amongOtherAnswers(opened, turn, parts);
    const prepared = { turn, language, record, surface, signals, giveUp: giveUp.signal };
    if (turn.inputs.length === 0) return withdraw(prepared);
    const refused = await refuseWithoutWord({ ...modelParts, language }, turn);
    if (refused) return closeSilently(prepared, refused);
    if (!(await hasChannel(prepared))) return;

    const onFailed = () => replyFailed.abort();
    const reply = openAnswerReply(parts, prepared, { ended: ended.signal, onFailed });
    const run: Run = { ...prepared, reply };
    showFirstNotice(run, clock, ended.signal);
    try {
      if (turn.rerun?.kind === 'show') {
        const transcript = shownTranscript(turn, parts.settingsOf);
        if (transcript) reply.showTranscript(transcript);
        await finish(run, applyShownVersion(turn, turn.rerun.version));
      } else await writeAnswer(run, replyFailed.signal);
    } finally {
      ended.abort();
    }
  };

  /** Only `/why` shows why. */
  function closeSilently(
    { turn, record }: AnswerReplyRequest,
    refused: CollectedAnswer,
  ): Promise<void> {
    const { state, versions, shownVersion } = applyAnswer(turn, refused, clock.now());
    return record.close({ state, versions, shownVersion });
  }

  /** Opens the thread of the answer, if it needs one. `false`: this run has left the turn. */
  async function hasChannel({ turn, record, signals }: AnswerReplyRequest): Promise<boolean> {
    const signal = AbortSignal.any([signals.shutdown, signals.superseded]);
    const outcome = (await parts.openThread?.(turn, signal)) ?? 'open';
    if (outcome === 'interrupted') {
      await signals.whenQuiet();
      await record.release();
    }
    return outcome === 'open';
  }

  /** Ends a turn whose question people withdrew. */
  async function withdraw({ turn, record, surface, giveUp }: AnswerReplyRequest): Promise<void> {
    await removeAnswer({ surface, replies: parts.replies, clock, log, signal: giveUp }, turn);
    if (giveUp.aborted) return record.release();

    await record.save([], false);
    await record.close({ state: 'stopped' });
  }

  async function writeAnswer(run: Run, replyFailed: AbortSignal): Promise<void> {
    const { turn, language } = run;
    const { stop, shutdown, superseded } = run.signals;
    const lateness = limitWriting(run.surface.endsAt, clock);
    const signal = AbortSignal.any([stop, shutdown, superseded, replyFailed, lateness.signal]);
    await parts.waitForParts?.(turn, signal);
    const startedAt = clock.now();
    const answer = await askModel(run, signal).finally(lateness.cancel);
    if (superseded.aborted) return makeWay(run);

    const isStopped = answer.end === 'stopped';
    if (isStopped && shutdown.aborted && !stop.aborted) return interrupt(run, answer);

    const elapsedMs = clock.now() - startedAt;
    const options = { ...parts.settingsOf(turn.address.channel), elapsedMs, language };
    const footer = answerFooter(answer, options);
    const notes = [...answer.notes, ...lateness.stopNotes(isStopped, stop, language), ...footer];
    await finish(run, applyAnswer(turn, { ...answer, notes }, clock.now()));
    const summary = { turn: turn.id, ...summarizeAnswer(answer), tookMs: clock.now() - startedAt };
    log.info(summary, 'answer: ended');
  }

  async function askModel(
    { turn, language, reply, signals }: Run,
    end: AbortSignal,
  ): Promise<CollectedAnswer> {
    if (turn.resumes > MAX_RESUMES) return failedAnswer(turn, textsIn(language).gaveUp);
    if (end.aborted) return partialAnswerOf(turn);
    return answerWithinLimits({ ...modelParts, language }, turn, reply, { signals, end });
  }

  async function finish(
    run: Run,
    { markdown, closing, state, versions, shownVersion }: TurnResult,
  ): Promise<void> {
    const { turn, language, reply, record } = run;
    if (versions[shownVersion]?.refusal === 'silent' && record.messages.length === 0) {
      return record.close({ state, versions, shownVersion });
    }
    const controls = finalButtons({ ...turn, versions, shownVersion }, language);
    try {
      await reply.finish(markdown, { closing, controls });
    } catch (error) {
      return finishInvisible(run, { versions, shownVersion }, error);
    }
    await record.close({ state, versions, shownVersion });
    await hiddenEnds.show(turn.conversation);
  }

  /** Leaves the turn and its messages to the next run. */
  async function makeWay({ reply, record, signals }: Run): Promise<void> {
    // The write under way still arrives, and the record must know its message.
    await reply.finish('').catch(() => {});
    await signals.whenQuiet();
    await record.release();
  }

  /** Ends a turn whose answer could not be shown, or not all of it. */
  async function finishInvisible(
    run: Run,
    versions: Pick<TurnResult, 'versions' | 'shownVersion'>,
    error: unknown,
  ): Promise<void> {
    const { turn, record, signals } = run;
    if (!(error instanceof PlatformError)) throw error;

    const { kind, message } = error;
    if (kind === 'canceled') return signals.superseded.aborted ? makeWay(run) : record.release();
    log.warn(
      { turn: turn.id, kind, error: message },
      'answer: the platform did not show the answer',
    );
    await record.close({ ...versions, state: kind === 'gone' ? 'stopped' : 'failed' });
    const isHalfVisible = record.messages.length > 0 && turn.rerun?.kind !== 'show';
    if (kind === 'forbidden' && isHalfVisible) {
      hiddenEnds.record({ ...turn, ...versions });
    }
  }

  /** Says below the visible text that the answer is interrupted, and leaves the turn open. */
  async function interrupt(
    { turn, language, reply, record }: Run,
    answer: CollectedAnswer,
  ): Promise<void> {
    // The text of an earlier version stays visible until the first new words replace it.
    const showsThisAnswer = record.messages.length > 0 && !turn.rerun;
    if (answer.text !== '' || showsThisAnswer) {
      const notes = [textsIn(language).interrupted];
      const { markdown, closing } = answerText({ ...answer, notes });
      await reply.finish(markdown, { closing }).catch(() => {});
    }
    await record.release();
  }
}
