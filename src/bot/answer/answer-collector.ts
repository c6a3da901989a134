import type { RouterEvent } from '../../contracts/router.ts';
import type { AnswerVersion } from '../../contracts/turns.ts';
import { modelName } from '../../texts/model-name.ts';
import { texts } from '../../texts/texts.ts';

/** What came of asking the model, before it is a version of the turn. */
export type CollectedAnswer = Omit<AnswerVersion, 'endedAt'> &
  Required<Pick<AnswerVersion, 'lead' | 'notes' | 'attempts'>>;

/** Puts an answer together from the events of its stream. */
export interface AnswerCollector {
  take(event: RouterEvent): void;
  /** Until the end of the stream, one that was stopped. */
  readonly answer: CollectedAnswer;
  /** What follows is not taken any more. */
  readonly isFull: boolean;
  /** The stream gave something of an answer. */
  readonly hasContent: boolean;
}

/** A runaway model must not fill the memory, nor the channel. */
export const LONGEST_ANSWER_CHARACTERS = 100_000;
const HALF_A_CHARACTER = /[\uD800-\uDBFF]$/;
/** Bounds what is stored with a turn. The last tries tell most. */
const MOST_ATTEMPTS = 10;

/** An answer that nobody gave. */
export const EMPTY_ANSWER: CollectedAnswer = {
  text: '',
  lead: '',
  notes: [],
  provider: '',
  model: '',
  attempts: [],
  end: 'stopped',
};

/** `begun`: what stands before the stream; its text is continued. */
export function createAnswerCollector(begun: CollectedAnswer): AnswerCollector {
  let answer = begun;
  let isFull = false;
  let hasContent = false;

  function append(delta: string): void {
    const text = answer.text + delta;
    isFull = text.length > LONGEST_ANSWER_CHARACTERS;
    const taken = isFull
      ? text.slice(0, LONGEST_ANSWER_CHARACTERS).replace(HALF_A_CHARACTER, '')
      : text;
    answer = { ...answer, text: taken, ...(isFull && { end: 'length' }) };
  }

  return {
    take(event) {
      if (isFull && event.type !== 'attempt') return;
      switch (event.type) {
        case 'attempt':
          answer = {
            ...answer,
            attempts: [...answer.attempts, event.attempt].slice(-MOST_ATTEMPTS),
          };
          break;
        case 'source':
          answer = { ...answer, ...(begun.text ? continuedBy(begun, event) : sourceOf(event)) };
          hasContent ||= answer.lead !== '';
          break;
        case 'text-delta':
          append(event.text);
          hasContent = true;
          break;
        case 'end':
          answer = { ...answer, end: event.reason };
      }
    },
    get answer() {
      return answer;
    },
    get isFull() {
      return isFull;
    },
    get hasContent() {
      return hasContent;
    },
  };
}

type Source = Extract<RouterEvent, { type: 'source' }>;

function sourceOf({ provider, model, replaced, why }: Source) {
  const lead =
    replaced === undefined ? '' : texts.replaced(modelName({ provider, model }), replaced, why);
  return { provider, model, lead };
}

/** The beginning keeps its name; a sentence says it if somebody else wrote the rest. */
function continuedBy(begun: CollectedAnswer, source: Source) {
  const who = modelName(source);
  return { notes: who === modelName(begun) ? [] : [texts.continuedBy(who)] };
}
