import type { Reply } from '../contracts/replies.ts';
import type { AnswerVersion, Turn } from '../contracts/turns.ts';
import { PlatformError } from '../errors.ts';
import { sleep } from '../lib/clock.ts';
import { texts } from '../texts/texts.ts';
import type { BotParts } from './bot-parts.ts';
import { type Answer, streamAnswer } from './stream-answer.ts';

/** Why a running turn is stopped from outside. */
export type StopReason = 'stopped' | 'reset' | 'shutdown';

/** Answers a claimed turn and closes it; on `shutdown` it is left open, and the next start answers it anew. */
export type AnswerTurn = (turn: Turn, signal: AbortSignal) => Promise<void>;

/** A turn that was interrupted more often ends: perhaps it is the reason. */
const MOST_RESUMES = 3;
/** How long the mark of an interrupted answer may take, out of the 10 s that a shutdown has. */
const LONGEST_MARK_MS = 2_000;

export function createAnswerTurn(parts: BotParts): AnswerTurn {
  const { turns, log, clock } = parts;

  return async function answerTurn(turn, signal) {
    const surface = parts.surface(turn.address);
    if (!surface) {
      log.warn({ turn: turn.id }, 'a turn of a platform that is no longer configured was dropped');
      return close(turn, 'failed');
    }
    if (turn.creating) {
      log.warn(
        { turn: turn.id },
        'an earlier run died while it created a message; on networks that cannot tell, a stray one may remain',
      );
    }
    const abandoned = new AbortController();
    const stopModel = new AbortController();
    signal.addEventListener('abort', () => {
      if (signal.reason === 'shutdown') void sleep(clock, LONGEST_MARK_MS).then(() => abandoned.abort());
    });
    const reply = parts.replies.open({
      surface,
      key: turn.id,
      places: turn.places,
      mayExist: turn.creating,
      typing: true,
      signal: abandoned.signal,
      onFailed: () => stopModel.abort(),
      save(places, creating) {
        Object.assign(turn, { places, creating });
        return turns.checkpoint(turn);
      },
    });
    const answer = await think(turn, reply, AbortSignal.any([signal, stopModel.signal]));
    if (answer.end !== 'stopped') return finish(turn, reply, answer);
    if (signal.reason === 'shutdown') return interrupt(turn, reply, answer);
    await finish(turn, reply, { ...answer, notes: [...answer.notes, texts.stopped] });
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

  async function finish(turn: Turn, reply: Reply, answer: Answer): Promise<void> {
    const { text, provider, model, end } = answer;
    const version: AnswerVersion = { text, provider, model, end };
    turn.versions = [...turn.versions, version];
    turn.shown = turn.versions.length - 1;
    try {
      await reply.finish(withNotes(answer));
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      if (error.kind === 'canceled') return leaveOpen(turn);
      log.warn({ turn: turn.id, kind: error.kind, error: error.message }, 'an answer could not be shown');
      return close(turn, error.kind === 'gone' ? 'stopped' : 'failed');
    }
    await close(turn, end === 'failed' || end === 'stopped' ? end : 'done');
  }

  /** Says so under what stands there, and leaves the turn open. */
  async function interrupt(turn: Turn, reply: Reply, answer: Answer): Promise<void> {
    const isShown = answer.text !== '' || turn.places.length > 0;
    if (isShown) await reply.finish(withNotes({ ...answer, notes: [texts.interrupted] })).catch(() => {});
    await leaveOpen(turn);
  }

  /** Waiting, not running: this restart is no crash, and does not count as one. */
  function leaveOpen(turn: Turn): Promise<void> {
    turn.state = 'waiting';
    return turns.checkpoint(turn);
  }

  async function close(turn: Turn, state: 'done' | 'failed' | 'stopped'): Promise<void> {
    turn.state = state;
    turn.creating = false;
    await turns.close(turn);
  }
}

function withNotes({ text, notes }: Answer): string {
  return [text.trimEnd(), ...notes].filter(Boolean).join('\n\n');
}

function failedWith(note: string): Answer {
  return { text: '', notes: [note], provider: '', model: '', end: 'failed' };
}
