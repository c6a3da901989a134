import type { ChatStream, Script } from '../helpers/openai-server.ts';
import { answerText, askedIn } from './marks.ts';
import type { Random } from './random.ts';

export interface TalkingModel {
  readonly script: Script;
  /** Whether the requests may still fail. */
  isReliable: boolean;
  /** Every question that a request held: what was asked reached the model. */
  readonly heard: ReadonlySet<string>;
  /** Requests for one room that were answered at the same time. */
  readonly overlaps: readonly string[];
}

/** A model that answers with marked words, at any length and speed, and fails at times in all the ways in which models fail. */
export function createTalkingModel(
  random: Random,
  roomOf: (question: string) => string,
): TalkingModel {
  const heard = new Set<string>();
  const overlaps: string[] = [];
  const talking = new Map<string, ChatStream>();
  let attempts = 0;

  function note(stream: ChatStream, question: string): void {
    const room = roomOf(question);
    const before = talking.get(room);
    if (before && !before.gone.aborted)
      overlaps.push(`${before.question.slice(-40)} and ${question}`);
    talking.set(room, stream);
    void stream.closed.then(() => {
      if (talking.get(room) === stream) talking.delete(room);
    });
  }

  async function talk(stream: ChatStream, text: string): Promise<void> {
    const pauseMs = random.pick([0, 0, 1, 5, 15]);
    const charactersPerDelta = pauseMs === 0 ? 4 + random.below(400) : 4 + random.below(40);
    for (let at = 0; at < text.length && !stream.gone.aborted; at += charactersPerDelta) {
      stream.delta(text.slice(at, at + charactersPerDelta));
      if (pauseMs > 0) await stream.pause(pauseMs);
    }
  }

  const model: TalkingModel = {
    isReliable: false,
    heard,
    overlaps,
    async script(stream) {
      const questions = askedIn(stream.question);
      const question = questions.at(-1) ?? 'q0';
      for (const one of questions) heard.add(one);
      note(stream, question);
      const words = random.pick([1, 5, 30, 100, 250, 700]);
      const text = answerText(question, attempts++, words);
      if (model.isReliable || random.chance(0.75)) {
        if (random.chance(0.2)) await stream.pause(random.below(600));
        await talk(stream, text);
        return stream.finish();
      }
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
    },
  };
  return model;
}
