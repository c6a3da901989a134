import { WireFault } from '../wire-fault.ts';
import type { FrameCutter } from './frame-cutter.ts';

/** A refusal that a server sends as plain text with a 200. */
export interface FalseAnswer {
  /** The beginning of the refusal, in small letters. */
  readonly text: string;
  /** `text` is the whole refusal, and not only its beginning. */
  readonly isWhole?: boolean;
  /** The meaning of the refusal, as a code that `classifyFailure` knows. */
  readonly code: string;
}

const WEB_PAGE_STARTS = ['<!doctype html', '<html'];
/** More than any false answer or web page needs to be recognized. */
const MAX_HELD_CHARACTERS = 256;

/**
 * Passes plain text on. Holds back a text that begins like a web page or one of `falseAnswers`
 * until it is clear which it is, so that people never see a refusal as an answer.
 *
 * Throws a `WireFault` for a web page or a false answer.
 */
export function createPlainTextCutter(falseAnswers: readonly FalseAnswer[] = []): FrameCutter {
  /** `undefined` once the answer is known to be genuine. */
  let held: string | undefined = '';

  const release = (text: string, isEnd: boolean): readonly string[] => {
    if (held === undefined) return [text];

    held += text;
    if (mayBeFalse(held, isEnd, falseAnswers)) return [];

    const released = held;
    held = undefined;
    return [released];
  };

  return {
    take: (text) => release(text, false),

    finish(lastText) {
      const isCutOff = lastText !== '';
      return { frames: isCutOff ? [] : release('', true), isCutOff };
    },
  };
}

/**
 * True when a text that begins so may still turn out to be a web page or a false answer.
 *
 * @throws A `WireFault` when it is one.
 */
function mayBeFalse(start: string, isEnd: boolean, falseAnswers: readonly FalseAnswer[]): boolean {
  const normalized = start.trimStart().toLowerCase();

  if (WEB_PAGE_STARTS.some((page) => normalized.startsWith(page))) {
    throw new WireFault('sent a web page instead of an answer');
  }

  const found = falseAnswers.find(({ text, isWhole }) =>
    isWhole ? isEnd && normalized.trimEnd() === text : normalized.startsWith(text),
  );
  if (found) {
    const body = JSON.stringify({ error: { code: found.code } });
    throw new WireFault('sent a refusal in place of an answer', body);
  }

  if (isEnd || start.length > MAX_HELD_CHARACTERS) return false;

  const suspectTexts = [...WEB_PAGE_STARTS, ...falseAnswers.map(({ text }) => text)];
  return suspectTexts.some((text) => text.startsWith(normalized.trimEnd()));
}
