import { createPhraseReader, type Phrase } from './phrase-reader.ts';

/** Bounds the time for which all other work waits. It holds 5,000 repeated characters four times. */
const MAX_SEARCHED_CHARACTERS = 20_000;
const SENTENCE_END = /(?<!\d)[.!?…](?=\s)|[。！？]/;
const ENDS_AT_BOUNDARY = /(?:\n\s*|[.!?…。！？]\s*)$/;
/** More white space than this before a boundary is no text that people see. */
const MAX_SPACE_CHARACTERS = 40;

/**
 * Cuts a text in which nothing new comes after `repeatsSince`. The text before the repetition stays, and
 * the repeated text stays once. The cut is at the end of a line or a sentence, if the repetition has one,
 * and behind the space there: the model may write on there.
 */
export function cutRepetition(text: string, repeatsSince: number): string {
  const from = Math.max(0, repeatsSince - MAX_SEARCHED_CHARACTERS);
  const searched = text.slice(from);
  // A list that is repeated is shorter with its numbers, and steps that only count up without them.
  const [first = searched, second = searched] = [true, false].map((readsNumbers) =>
    cutAfterFirst(searched, repeatsSince - from, readsNumbers),
  );
  const shorter = second.length < first.length ? second : first;
  const kept = (text.slice(0, from) + shorter).trimEnd();
  return kept + separatorAt(text, kept.length);
}

/** One space, one line end or one empty line; nothing in the middle of a word. */
function separatorAt(text: string, offset: number): string {
  const [space = ''] = text.slice(offset, offset + MAX_SPACE_CHARACTERS).match(/^\s*/) ?? [];
  const lineEnds = space.split('\n').length - 1;
  return lineEnds > 0 ? '\n'.repeat(Math.min(lineEnds, 2)) : space.slice(0, 1);
}

function cutAfterFirst(text: string, repeatsSince: number, readsNumbers: boolean): string {
  const { hashes, starts } = readPhrases(text, readsNumbers);
  const firstOld = starts.findIndex((start) => start >= repeatsSince);
  if (firstOld === -1) return text;

  const old = new Set(hashes.slice(firstOld));
  let first = firstOld;
  while (first > 0 && old.has(hashes[first - 1] ?? 0)) first -= 1;

  const second = indexOfRepeated(hashes, first);
  const [start = 0, end = text.length] = [starts[first], starts[second]];
  return text.slice(0, nextBoundary(text, end, end - start)).trimEnd();
}

function readPhrases(
  text: string,
  readsNumbers: boolean,
): { readonly hashes: number[]; readonly starts: number[] } {
  const hashes: number[] = [];
  const starts: number[] = [];
  const onPhrase = ({ hash, start }: Phrase) => {
    hashes.push(hash);
    starts.push(start);
  };
  const reader = createPhraseReader(onPhrase, { readsNumbers });
  for (let index = 0; index < text.length; index += 1) reader.readCode(text.charCodeAt(index));
  return { hashes, starts };
}

/** The index of the first phrase that is equal to an earlier one, both not before `first`. */
function indexOfRepeated(hashes: readonly number[], first: number): number {
  const seen = new Set<number>();
  let index = first;
  for (; index < hashes.length; index += 1) {
    const hash = hashes[index] ?? 0;
    if (seen.has(hash)) break;
    seen.add(hash);
  }
  return index;
}

/** The next boundary from `offset` on, or `offset` itself when there is none within `reach` characters. */
function nextBoundary(text: string, offset: number, reach: number): number {
  if (ENDS_AT_BOUNDARY.test(text.slice(Math.max(0, offset - MAX_SPACE_CHARACTERS), offset))) {
    return offset;
  }
  const next = text.slice(offset, offset + reach + 1);
  const lineEnd = next.indexOf('\n');
  const index = lineEnd === -1 ? next.search(SENTENCE_END) : lineEnd;
  return offset + index + 1;
}
