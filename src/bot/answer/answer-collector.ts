import type { Language } from '../../contracts/language.ts';
import type { RouterEvent } from '../../contracts/router.ts';
import type { AnswerVersion } from '../../contracts/turns.ts';
import type { Texts } from '../../texts/en/index.ts';
import { textsIn } from '../../texts/index.ts';
import { modelName } from '../../texts/model-name.ts';
import type { AnswerEvent } from './answer-event.ts';
import { cutRepetition } from './repetition/cut-repetition.ts';
import { createRepetitionDetector } from './repetition/repetition-detector.ts';
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
  /**
   * The answer is cut, and later text is ignored: it has its maximum length, or the model repeats itself
   * without end, in the answer or in its thoughts. `undefined`: it goes on.
   */
  readonly cutFor: 'length' | 'repetition' | undefined;
  /** The stream gave text, or a lead. */
  readonly hasContent: boolean;
  /** The model did not get the pictures of the prompt. */
  readonly omitsImages: boolean;
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

/**
 * Creates a collector. `partial` is the answer before the stream: empty, or the beginning that the stream continues.
 * `lead` says why people get another model than the one that they chose.
 */
export function createAnswerCollector(
  partial: CollectedAnswer,
  language: Language,
  lead = '',
): AnswerCollector {
  const texts = textsIn(language);
  let answer = partial;
  let cutFor: AnswerCollector['cutFor'];
  let textRepetition = createRepetitionDetector();
  const thoughtRepetition = createRepetitionDetector();
  let hasContent = false;
  let omitsImages = false;
  let reasoning = '';
  let isReasoningCut = false;
  const flattenAnswer = createTextFlattener();
  const flattenReasoning = createTextFlattener();

  function appendReasoning(delta: string): void {
    const room = MAX_REASONING_CHARACTERS - reasoning.length;
    isReasoningCut ||= delta.length > room;
    if (room > 0) reasoning += delta.slice(0, room);

    thoughtRepetition.take(delta);
    const { repeatsSince } = thoughtRepetition;
    if (repeatsSince === undefined) return;

    reasoning = cutRepetition(reasoning, repeatsSince);
    cutOff('repetition', answer.text);
  }

  /** The text so far was thoughts. */
  function restart(thoughts: string): void {
    answer = { ...answer, text: partial.text };
    textRepetition = createRepetitionDetector();
    appendReasoning(thoughts);
  }

  function append(delta: string): void {
    // A service can send megabytes at once. One character too many tells that there is more.
    const part = delta.slice(0, MAX_ANSWER_CHARACTERS + 1 - answer.text.length);
    const text = answer.text + part;
    textRepetition.take(part);
    const { repeatsSince } = textRepetition;
    if (repeatsSince !== undefined) {
      cutOff('repetition', cutRepetition(text, partial.text.length + repeatsSince));
    } else if (text.length > MAX_ANSWER_CHARACTERS) cutOff('length', text);
    else answer = { ...answer, text };
  }

  function cutOff(reason: 'length' | 'repetition', text: string): void {
    cutFor = reason;
    const isRepetition = reason === 'repetition';
    answer = { ...answer, text: cutToMaximum(text), end: 'length', isRepetition };
  }

  return {
    take(event) {
      if (cutFor && event.type !== 'attempt') return;
      switch (event.type) {
        case 'attempt': {
          const attempts = [...answer.attempts, event.attempt].slice(-MAX_ATTEMPTS);
          answer = { ...answer, attempts };
          break;
        }
        case 'source':
          answer = partial.text
            ? { ...answer, notes: continuationNotes(partial, event, lead, texts) }
            : startWithSource(answer, event, lead, texts);
          hasContent ||= answer.lead !== lead;
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
        case 'images-omitted':
          omitsImages = true;
          break;
        case 'text-restart':
          restart(answer.text.slice(partial.text.length));
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
    get cutFor() {
      return cutFor;
    },
    get hasContent() {
      return hasContent;
    },
    get omitsImages() {
      return omitsImages;
    },
  };
}

function cutToMaximum(text: string): string {
  return text.slice(0, MAX_ANSWER_CHARACTERS).replace(LONE_HIGH_SURROGATE, '');
}

type SourceEvent = Extract<RouterEvent, { type: 'source' }>;

/** A lead says when this model answers in place of another one. */
function startWithSource(
  answer: CollectedAnswer,
  { provider, model, replaced, why }: SourceEvent,
  ordered: string,
  texts: Texts,
): CollectedAnswer {
  const name = modelName({ provider, model });
  const lead = replaced === undefined ? '' : texts.replaced(name, replaced, why);
  return { ...answer, provider, model, lead: [ordered, lead].filter(Boolean).join('\n\n') };
}

/** The answer keeps the name of the model that started it. A note names another model that wrote the rest. */
function continuationNotes(
  partial: CollectedAnswer,
  source: SourceEvent,
  ordered: string,
  texts: Texts,
): readonly string[] {
  const name = modelName(source);
  const writer = name === modelName(partial) ? '' : texts.continuedBy(name);
  return [ordered, writer].filter(Boolean);
}
