import { SUMMARY_INSTRUCTIONS } from '../../../src/bot/prompt/write-summary-request.ts';
import type { Script } from '../../helpers/openai-server.ts';
import { questionsIn, writeAnswer } from '../marks.ts';

/** One question that a process asked the model. */
export interface AskedModel {
  /** The last one of `held`: the answer has its words. */
  readonly question: string;
  readonly held: readonly string[];
  /** The process that asked, by its key. */
  readonly life: string;
  /** `performance.now()`. */
  readonly at: number;
  /** Infinity while it streams. */
  endedAt: number;
  outcome: 'streams' | 'complete' | 'gone';
}

/** A model that never fails, and its book of all questions. */
export interface ModelBook {
  readonly script: Script;
  /** In the order of their arrival. */
  readonly asked: readonly AskedModel[];
  readonly deltas: number;
}

/** The words of an answer and the pauses between its pieces, by the number of the question: from an instant to about five seconds. */
const ANSWERS = [
  { words: 8, pieces: 4, pauseMs: 60 },
  { words: 40, pieces: 10, pauseMs: 100 },
  { words: 120, pieces: 20, pauseMs: 100 },
  { words: 3, pieces: 1, pauseMs: 0 },
  { words: 250, pieces: 40, pauseMs: 120 },
  { words: 60, pieces: 12, pauseMs: 250 },
] as const;

/** Creates a model whose answer depends on the question only. A process names itself by its key, `Bearer key-LIFE`. */
export function createModelBook(): ModelBook {
  const asked: AskedModel[] = [];
  let deltas = 0;

  return {
    asked,
    get deltas() {
      return deltas;
    },
    async script(stream) {
      if (stream.body.messages[0]?.content === SUMMARY_INSTRUCTIONS) {
        stream.delta('People asked for marked words.');
        stream.finish();
        return;
      }
      const held = questionsIn(stream.question);
      const question = held.at(-1) ?? 'q0';
      const life = /key-(\S+)/.exec(stream.headers.authorization ?? '')?.[1] ?? '?';
      const entry: AskedModel = {
        ...{ question, held, life, at: performance.now() },
        ...{ endedAt: Infinity, outcome: 'streams' as const },
      };
      const request = asked.push(entry) - 1;
      void stream.closed.then((outcome) => {
        entry.endedAt = performance.now();
        entry.outcome = outcome;
      });

      const answer = ANSWERS[Number(question.slice(1)) % ANSWERS.length] ?? ANSWERS[0];
      const text = writeAnswer(question, request, answer.words);
      const size = Math.ceil(text.length / answer.pieces);
      for (let start = 0; start < text.length && !stream.gone.aborted; start += size) {
        stream.delta(text.slice(start, start + size));
        deltas += 1;
        if (answer.pauseMs > 0) await stream.pause(answer.pauseMs);
      }
      stream.finish();
    },
  };
}
