import type { AnswerEvent } from '../answer-event.ts';
import { type AnswerScanner, createAnswerScanner } from './answer-scanner.ts';
import { continuesSentence, isUndecided } from './is-separator.ts';
import { type StartMeaning, startMarkers } from './start-markers.ts';
import { createThoughtsReader, type ThoughtsReader } from './thoughts-reader.ts';

/** Tells the thoughts of an answer from its text. */
export interface ReasoningSplitter {
  /** Takes text of the answer. */
  take(delta: string): readonly AnswerEvent[];
  /** Takes thoughts that the provider told apart. */
  takeReasoning(delta: string): void;
  /** Releases the text that was held back because it could have been part of a tag. */
  flush(): readonly AnswerEvent[];
}

/**
 * Reads the text in one part of the answer: start → (thoughts → start)… → answer. Gives the text that
 * the next part reads, or `undefined` when it needs more.
 */
type State = (text: string, isComplete: boolean) => string | undefined;

/** Some models start with empty lines. More of them than this belong to the answer. */
const MAX_HELD_CHARACTERS = 200;
const HEAD_CHARACTERS = 100;
const CHANNEL = '<|channel|>';
const CHANNEL_START = '<|start|>';
const MESSAGE = '<|message|>';
const CHANNEL_ENDINGS = ['<|end|>', '<|return|>', '<|call|>', CHANNEL_START, CHANNEL];

/** Creates the splitter of one answer. `partialText` is the beginning that the answer continues. */
export function createReasoningSplitter(partialText = ''): ReasoningSplitter {
  let state: State = readStart;
  let held = '';
  let events: AnswerEvent[] = [];
  let thoughts: ThoughtsReader = createThoughtsReader(CHANNEL_ENDINGS);
  let scanner: AnswerScanner | undefined;
  /** A tag came before, so that the blanks between it and the answer belong to neither. */
  let isBehindTag = false;
  let hasThoughts = false;
  let reasoningHead = '';
  let answerTag = '';
  let phrase = '';
  let mayStartWithThoughts = false;

  function readStart(text: string, isComplete: boolean): string | undefined {
    const start = text.trimStart();
    const answer = isBehindTag ? start : text;
    if (answer.length - start.length >= MAX_HELD_CHARACTERS) return enter(readAnswer, answer);
    if (start === '') return isComplete ? enter(readAnswer, answer) : hold(answer);

    const found = startMarkers.match(start, 0, isComplete);
    if (found === 'partial') return hold(answer);
    if (!found) return enter(readAnswer, answer);

    const rest = start.slice(found.marker.length);
    return readMarker(found.meaning, rest, { answer, isComplete });
  }

  /** Reads what follows a marker at the start: `rest`. Without the marker it would be `answer`. */
  function readMarker(
    meaning: StartMeaning,
    rest: string,
    { answer, isComplete }: { readonly answer: string; readonly isComplete: boolean },
  ): string | undefined {
    if (meaning.kind === 'phrase') phrase = meaning.closing;
    if (meaning.kind === 'phrase' || (meaning.kind === 'answer' && !hasThoughts)) {
      return enter(readAnswer, answer);
    }

    if (!isCertain(meaning)) {
      if (!isComplete && isUndecided(rest)) return hold(answer);
      if (isText(meaning, rest)) {
        mayStartWithThoughts = meaning.kind === 'thoughts';
        return enter(readAnswer, answer);
      }
    }

    isBehindTag = true;
    return enter(stateBehind(meaning), rest);
  }

  /** Behind other tags, a tag is no word of the answer. */
  function isCertain(meaning: StartMeaning): boolean {
    return (hasThoughts || isBehindTag) && !needsBlank(meaning);
  }

  /** The tag is the first word of the answer: "<think> opens thoughts." */
  function isText(meaning: StartMeaning, rest: string): boolean {
    const isHtml = needsBlank(meaning) && !/^\s/.test(rest);
    return isHtml || (!hasThoughts && !isBehindTag && continuesSentence(rest));
  }

  /** The part of the answer that follows a marker. */
  function stateBehind(meaning: StartMeaning): State {
    switch (meaning.kind) {
      case 'thoughts':
        thoughts = createThoughtsReader([meaning.closing, withBlank(meaning.closing)]);
        return readThoughts;
      case 'channel':
        return readChannelHeader;
      case 'answer':
        answerTag = meaning.closing.toLowerCase();
        return readStart;
      case 'stray':
        hasThoughts = true;
        return readStart;
      default:
        return readStart;
    }
  }

  function readThoughts(text: string, isComplete: boolean): string | undefined {
    hasThoughts = true;
    const result = thoughts.read(text, isComplete);
    addReasoning(result.thoughts);
    return result.rest === undefined ? hold(result.held) : enter(readStart, result.rest);
  }

  /** Reads the header of a harmony message: the name of its channel, and perhaps a recipient. */
  function readChannelHeader(text: string, isComplete: boolean): string | undefined {
    const end = text.slice(0, MAX_HELD_CHARACTERS).indexOf(MESSAGE);
    if (end < 0) {
      const mayWait = !isComplete && text.length < MAX_HELD_CHARACTERS;
      return mayWait ? hold(text) : enter(readAnswer, CHANNEL + text);
    }

    hasThoughts = true;
    const rest = text.slice(end + MESSAGE.length);
    if (/^\s*final\b/.test(text)) return enter(readStart, rest);
    thoughts = createThoughtsReader(CHANNEL_ENDINGS);
    return enter(readChannel, rest);
  }

  /** All channels but the final one are the model's own: thoughts, and calls of tools. */
  function readChannel(text: string, isComplete: boolean): string | undefined {
    const { thoughts: read, held: end, ending, rest } = thoughts.read(text, isComplete);
    addReasoning(read);
    if (rest === undefined) return hold(end);
    if (ending === CHANNEL) return enter(readChannelHeader, rest);
    return enter(readStart, ending === CHANNEL_START ? CHANNEL_START + rest : rest);
  }

  function readAnswer(text: string, isComplete: boolean): string | undefined {
    scanner ??= createAnswerScanner({
      partialText,
      answerTag,
      phrase,
      mayStartWithThoughts,
      hasThoughts: (head) => hasThoughts && !repeatsReasoning(head),
    });
    const result = scanner.scan(text, isComplete);
    if (result.text) events.push({ type: 'text-delta', text: result.text });
    if (result.restart === undefined) return hold(result.held);

    events.push({ type: 'text-restart' });
    scanner = undefined;
    phrase = '';
    mayStartWithThoughts = false;
    hasThoughts = true;
    isBehindTag = true;
    return enter(readStart, result.restart);
  }

  /** Some servers send the same thoughts twice: apart, and with a closing tag before the answer. */
  function repeatsReasoning(head: string): boolean {
    const answer = head.trimStart();
    const reasoning = reasoningHead.trimStart();
    if (answer === '' || reasoning === '') return false;
    return reasoning.startsWith(answer.trimEnd()) || answer.startsWith(reasoning.trimEnd());
  }

  function addReasoning(text: string): void {
    if (text) events.push({ type: 'reasoning-delta', text });
  }

  function enter(next: State, text: string): string {
    state = next;
    return text;
  }

  function hold(text: string): undefined {
    held = text;
  }

  function run(delta: string, isComplete: boolean): readonly AnswerEvent[] {
    let text: string | undefined = held + delta;
    held = '';
    events = [];
    while (text !== undefined) text = state(text, isComplete);
    return events;
  }

  return {
    take: (delta) => run(delta, false),

    takeReasoning(delta) {
      hasThoughts = true;
      if (reasoningHead.length < HEAD_CHARACTERS) reasoningHead += delta.slice(0, HEAD_CHARACTERS);
    },

    flush: () => run('', true),
  };
}

/** Models that put a blank into the opening tag do so in the closing one, too. */
function withBlank(closingTag: string): string {
  return closingTag.replace(/>$/, ' >');
}

function needsBlank(meaning: StartMeaning): boolean {
  return meaning.kind === 'token' && meaning.needsBlank === true;
}
