import type { RouterEvent } from '../../contracts/router.ts';
import type { AnswerVersion } from '../../contracts/turns.ts';
import { modelName } from '../../texts/model-name.ts';
import { texts } from '../../texts/texts.ts';
import type { AnswerEvent } from './answer-event.ts';
import { createTextFlattener } from './text-flattener.ts';

/** An answer while it is put together, before it becomes a version of its turn. */
export type CollectedAnswer = Omit<AnswerVersion, 'endedAt'> &
  Required<Pick<AnswerVersion, 'lead' | 'notes' | 'attempts' | 'citations'>>;

/** Puts an answer together from the events of its stream. */
export interface AnswerCollector {
  take(event: AnswerEvent): void;
  /** The answer so far. It counts as stopped until the stream ends. */
  readonly answer: CollectedAnswer;
  /** The first thoughts of the model. No part of the answer. */
  readonly reasoning: string;
  /** The model thought more than `reasoning` holds. */
  readonly isReasoningCut: boolean;
  /** The answer has its maximum length, and later text is ignored. */
  readonly isFull: boolean;
  /** The stream gave text, or a lead. */
  readonly hasContent: boolean;
}

/** A runaway model must not fill the memory or the channel. */
export const MAX_ANSWER_CHARACTERS = 100_000;
/** Nearly all thoughts are shorter, and more is too long to read. */
const MAX_REASONING_CHARACTERS = 20_000;
/** Bounds what is stored with a turn. The last attempts explain the most. */
const MAX_ATTEMPTS = 10;
const LONE_HIGH_SURROGATE = /[\uD800-\uDBFF]$/;

/** An answer before its first event. */
export const EMPTY_ANSWER: CollectedAnswer = {
  text: '',
  lead: '',
  notes: [],
  citations: [],
  provider: '',
  model: '',
  attempts: [],
  end: 'stopped',
};

/** Creates a collector. `partial` is the answer before the stream: empty, or the beginning that the stream continues. */
export function createAnswerCollector(partial: CollectedAnswer): AnswerCollector {
  let answer = partial;
  let isFull = false;
  let hasContent = false;
  let reasoning = '';
  let isReasoningCut = false;
  const flattenAnswer = createTextFlattener();
  const flattenReasoning = createTextFlattener();

  function appendReasoning(delta: string): void {
    const room = MAX_REASONING_CHARACTERS - reasoning.length;
    isReasoningCut ||= delta.length > room;
    if (room > 0) reasoning += delta.slice(0, room);
  }

  function append(delta: string): void {
    const text = answer.text + delta;
    isFull = text.length > MAX_ANSWER_CHARACTERS;
    answer = isFull ? { ...answer, text: cut(text), end: 'length' } : { ...answer, text };
  }

  return {
    take(event) {
      if (isFull && event.type !== 'attempt') return;
      switch (event.type) {
        case 'attempt': {
          const attempts = [...answer.attempts, event.attempt].slice(-MAX_ATTEMPTS);
          answer = { ...answer, attempts };
          break;
        }
        case 'source':
          answer = partial.text
            ? { ...answer, notes: continuationNotes(partial, event) }
            : startWithSource(answer, event);
          hasContent ||= answer.lead !== '';
          break;
        case 'text-delta':
          append(event.text);
          flattenAnswer(answer.text);
          hasContent = true;
          break;
        case 'citation': {
          const { type: _, ...citation } = event;
          answer = { ...answer, citations: [...answer.citations, citation] };
          break;
        }
        case 'text-restart':
          appendReasoning(answer.text.slice(partial.text.length));
          answer = { ...answer, text: partial.text };
          break;
        case 'reasoning-delta':
          appendReasoning(event.text);
          flattenReasoning(reasoning);
          break;
        case 'end':
          answer = { ...answer, end: event.reason };
      }
    },
    get answer() {
      return answer;
    },
    get reasoning() {
      return reasoning;
    },
    get isReasoningCut() {
      return isReasoningCut;
    },
    get isFull() {
      return isFull;
    },
    get hasContent() {
      return hasContent;
    },
  };
}

function cut(text: string): string {
  return text.slice(0, MAX_ANSWER_CHARACTERS).replace(LONE_HIGH_SURROGATE, '');
}

type SourceEvent = Extract<RouterEvent, { type: 'source' }>;

/** A lead says when this model answers in place of another one. */
function startWithSource(
  answer: CollectedAnswer,
  { provider, model, replaced, why }: SourceEvent,
): CollectedAnswer {
  const name = modelName({ provider, model });
  const lead = replaced === undefined ? '' : texts.replaced(name, replaced, why);
  return { ...answer, provider, model, lead };
}

/** The answer keeps the name of the model that started it. A note names another model that wrote the rest. */
function continuationNotes(partial: CollectedAnswer, source: SourceEvent): readonly string[] {
  const name = modelName(source);
  return name === modelName(partial) ? [] : [texts.continuedBy(name)];
}
