import { SUMMARY_INSTRUCTIONS } from '../../src/bot/prompt/write-summary-request.ts';
import type { ChatStream, Script } from '../helpers/openai-server.ts';
import { filesIn, questionsIn, writeAnswer } from './marks.ts';
import type { Random } from './random.ts';

/** A model whose answers are marked words, and the questions that it got. */
export interface TalkingModel {
  readonly script: Script;
  /** While it is false, requests may fail. */
  isReliable: boolean;
  /** Every question that a request held. */
  readonly questions: ReadonlySet<string>;
  /** Every question whose file a request held. */
  readonly files: ReadonlySet<string>;
  /** Pairs of requests for one room that were answered at the same time. */
  readonly overlaps: readonly string[];
  readonly requests: number;
  /** Pieces of answers that it has sent. */
  readonly deltas: number;
}

/** Creates a model that answers with any length and speed, and sometimes fails in one of the ways of real models. */
export function createTalkingModel(
  random: Random,
  roomOf: (question: string) => string,
): TalkingModel {
  const questions = new Set<string>();
  const files = new Set<string>();
  const overlaps: string[] = [];
  const streams = new Map<
    string,
    { readonly stream: ChatStream; readonly held: readonly string[] }
  >();
  let requests = 0;
  let deltas = 0;

  function recordOverlap(stream: ChatStream, held: readonly string[]): void {
    const room = roomOf(held.at(-1) ?? '');
    const before = streams.get(room);
    // A message that joined the question has its model asked anew, which may notice the end of the first
    // request only later.
    const isAskedAnew = before?.held.every((question) => held.includes(question));
    if (before && !before.stream.gone.aborted && !isAskedAnew)
      overlaps.push(`${before.held.join(' ')} and ${held.join(' ')}`);
    const current = { stream, held };
    streams.set(room, current);
    void stream.closed.then(() => {
      if (streams.get(room) === current) streams.delete(room);
    });
  }

  async function talk(stream: ChatStream, text: string): Promise<void> {
    const pauseMs = random.pick([0, 0, 1, 5, 15]);
    const charactersPerDelta = pauseMs === 0 ? 4 + random.below(400) : 4 + random.below(40);
    for (let start = 0; start < text.length && !stream.gone.aborted; start += charactersPerDelta) {
      stream.delta(text.slice(start, start + charactersPerDelta));
      deltas += 1;
      if (pauseMs > 0) await stream.pause(pauseMs);
    }
  }

  async function fail(stream: ChatStream, text: string): Promise<void> {
    switch (random.below(5)) {
      case 0:
        return stream.refuse(503, { error: { message: 'overloaded' } });
      case 1:
        return stream.refuse(429, { error: { message: 'slow down' } }, { 'retry-after': '1' });
      case 2:
        return stream.reset();
      case 3:
        await talk(stream, text.slice(0, random.below(text.length)));
        return stream.reset();
      default:
        await talk(stream, text.slice(0, random.below(text.length)));
        return stream.end();
    }
  }

  /** A summary is no answer: it has no marks, and others wait for none. */
  async function summarize(stream: ChatStream): Promise<void> {
    stream.delta('People asked for marked words.');
    stream.finish();
  }

  const model: TalkingModel = {
    isReliable: false,
    questions,
    files,
    overlaps,
    get requests() {
      return requests;
    },
    get deltas() {
      return deltas;
    },
    async script(stream) {
      if (stream.body.messages[0]?.content === SUMMARY_INSTRUCTIONS) return summarize(stream);

      const held = questionsIn(stream.question);
      const question = held.at(-1) ?? 'q0';
      for (const name of held) questions.add(name);
      for (const name of filesIn(stream.question)) files.add(name);
      recordOverlap(stream, held);

      const words = random.pick([1, 5, 30, 100, 250, 700]);
      const text = writeAnswer(question, requests, words);
      requests += 1;
      if (!model.isReliable && !random.chance(0.75)) return fail(stream, text);

      if (random.chance(0.2)) await stream.pause(random.below(600));
      await talk(stream, text);
      stream.finish();
    },
  };
  return model;
}
