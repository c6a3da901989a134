import { WireFault } from '../wire-fault.ts';

/** What some servers send with a 200 in place of an answer. */
export interface FalseAnswer {
  /** In small letters. */
  readonly text: string;
  /** It is the whole body, not only its beginning. */
  readonly isWhole?: boolean;
  /** What it means, as a code that `classify` knows. */
  readonly code: string;
}

const WEB_PAGES = ['<!doctype html', '<html'];
/** Longer than any of them: nothing is held back for ever. */
const MOST_HELD_CHARACTERS = 256;

/**
 * The text of a body that is nothing but text. What begins like one of them is held back until it is sure that it is none, so
 * that nobody reads it as an answer.
 */
export async function* readPlainText(
  body: AsyncIterable<Uint8Array>,
  falseAnswers: readonly FalseAnswer[] = [],
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let held: string | undefined = '';
  const take = (text: string, isEnd: boolean): readonly string[] => {
    if (held === undefined) return [text];
    held += text;
    if (isSuspicious(held, isEnd, falseAnswers)) return [];
    const passed = held;
    held = undefined;
    return [passed];
  };

  for await (const chunk of body) yield take(decoder.decode(chunk, { stream: true }), false);
  // Half a character: more was to come. As with all that breaks off, `classify` sees it by the status that was good.
  if (decoder.decode() !== '') throw new Error('the text ends inside a character');
  yield take('', true);
}

/** Whether more must be seen to tell; throws when it is one of them. */
function isSuspicious(
  start: string,
  isEnd: boolean,
  falseAnswers: readonly FalseAnswer[],
): boolean {
  const seen = start.trimStart().toLowerCase();
  if (WEB_PAGES.some((page) => seen.startsWith(page))) {
    throw new WireFault('sent a web page instead of an answer');
  }
  const met = falseAnswers.find(({ text, isWhole }) =>
    isWhole ? isEnd && seen.trimEnd() === text : seen.startsWith(text),
  );
  if (met)
    throw new WireFault(
      'refused in place of an answer',
      JSON.stringify({ error: { code: met.code } }),
    );
  if (isEnd || start.length > MOST_HELD_CHARACTERS) return false;
  return [...WEB_PAGES, ...falseAnswers.map(({ text }) => text)].some((text) =>
    text.startsWith(seen.trimEnd()),
  );
}
