import type { Reply } from '../contracts/replies.ts';
import type { ReplySurface } from '../contracts/reply-surface.ts';
import type { AnswerVersion, Turn } from '../contracts/turns.ts';
import { PlatformError } from '../errors.ts';
import { sleep } from '../lib/clock.ts';
import { texts } from '../texts/texts.ts';
import type { BotParts } from './bot-parts.ts';
import { createTurnRecord, type TurnRecord } from './create-turn-record.ts';
import { type Answer, streamAnswer } from './stream-answer.ts';

/** What a running turn is told from outside. Two signals, because a turn that people stopped must hear of a shutdown as well. */
export interface Orders {
  /** People stopped it. */
  readonly stop: AbortSignal;
  /** The process is to end. */
  readonly shutdown: AbortSignal;
}

/** Answers a claimed turn and closes it; on `shutdown` it is left open, and the next start answers it anew. */
export type AnswerTurn = (turn: Turn, orders: Orders) => Promise<void>;

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

export function createAnswerTurn(parts: BotParts): AnswerTurn {
  const { log, clock } = parts;

  return async function answerTurn(turn, { stop, shutdown }) {
    const abandoned = new AbortController();
    const record = createTurnRecord(parts, turn, abandoned.signal);
    const surface = parts.surface(turn.address);
    if (!surface) {
      log.warn({ turn: turn.id }, 'a turn of a platform that is no longer configured was dropped');
      return record.close('failed');
    }
    if (turn.creating) {
      log.warn(
        { turn: turn.id },
        'an earlier run died while it created a message; on networks that cannot tell, a stray one may remain',
      );
    }
    const stopModel = new AbortController();
    shutdown.addEventListener('abort', () => {
      void sleep(clock, LONGEST_MARK_MS).then(() => abandoned.abort());
    });
    const reply = parts.replies.open({
      surface,
      key: turn.id,
      places: turn.places,
      mayExist: turn.creating,
      typing: true,
      signal: abandoned.signal,
      onFailed: () => stopModel.abort(),
      save: record.save,
    });
    const answer = await think(turn, reply, AbortSignal.any([stop, shutdown, stopModel.signal]));
    const running: RunningTurn = { turn, reply, record, surface, signal: abandoned.signal };
    if (answer.end !== 'stopped') return finish(running, answer);
    if (shutdown.aborted && !stop.aborted) return interrupt(running, answer);
    await finish(running, { ...answer, notes: [...answer.notes, texts.stopped] });
  };

  /** Never fails: what went wrong is a note under what was said before. */
  async function think(turn: Turn, reply: Reply, signal: AbortSignal): Promise<Answer> {
    if (turn.resumes > MOST_RESUMES) return failedWith(texts.gaveUp);
    try {
      return await streamAnswer(parts, turn, reply, signal);
    } catch (error) {
      log.error({ turn: turn.id, error }, 'a turn failed inside');
      return failedWith(texts.failedInside);
    }
  }

  async function finish(running: RunningTurn, answer: Answer): Promise<void> {
    const { turn, reply, record } = running;
    const { text, provider, model, end } = answer;
    const version: AnswerVersion = { text, provider, model, end };
    turn.versions = [...turn.versions, version];
    turn.shown = turn.versions.length - 1;
    try {
      await reply.finish(withNotes(answer));
    } catch (error) {
      return endUnshown(running, error);
    }
    await record.close(end === 'failed' || end === 'stopped' ? end : 'done');
  }

  async function endUnshown(running: RunningTurn, error: unknown): Promise<void> {
    const { turn, record } = running;
    if (!(error instanceof PlatformError)) throw error;
    if (error.kind === 'canceled') return record.leaveOpen();
    log.warn({ turn: turn.id, kind: error.kind, error: error.message }, 'an answer could not be shown');
    if (error.kind === 'invalid') await sayRefused(running);
    return record.close(error.kind === 'gone' ? 'stopped' : 'failed');
  }

  /** The network does not take this text. In a message of its own: what stands already is part of the answer. */
  async function sayRefused({ turn, record, surface, signal }: RunningTurn): Promise<void> {
    const standing = turn.places;
    const save: TurnRecord['save'] = (places, creating) => record.save([...standing, ...places], creating);
    const reply = parts.replies.open({ surface, key: `${turn.id}.refused`, signal, save });
    await reply.finish(texts.refused).catch((error: unknown) => {
      log.warn({ turn: turn.id, error }, 'nor could it be said why');
    });
  }

  /** Says so under what stands there, and leaves the turn open. */
  async function interrupt({ turn, reply, record }: RunningTurn, answer: Answer): Promise<void> {
    const isShown = answer.text !== '' || turn.places.length > 0;
    if (isShown) await reply.finish(withNotes({ ...answer, notes: [texts.interrupted] })).catch(() => {});
    await record.leaveOpen();
  }
}

function withNotes({ text, notes }: Answer): string {
  return [text.trimEnd(), ...notes].filter(Boolean).join('\n\n');
}

function failedWith(note: string): Answer {
  return { text: '', notes: [note], provider: '', model: '', end: 'failed' };
}
