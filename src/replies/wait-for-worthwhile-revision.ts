import { type Clock, sleep } from '../lib/clock.ts';
import type { LatestValue } from '../lib/latest-value.ts';
import type { Revision } from './revision.ts';

/** Shorter ones make a useless push notification. */
const ENOUGH_FIRST_CHARACTERS = 30;
/** Fewer are not worth an edit. */
const ENOUGH_CHARACTERS = 20;
/** Slow models: better a few words soon. */
const LONGEST_FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 1_000;
const SENTENCE_END = /[.!?…。！？]["'”’)\]]*\s*$/;

/** Whether a draft is worth a write when `seen` was the last one. */
function isWorth({ stage, text }: Revision, seen: Revision | undefined): boolean {
  if (stage !== 'growing') return true;
  if (seen?.stage === 'growing') return text.length - seen.text.length >= ENOUGH_CHARACTERS;
  return text.length >= ENOUGH_FIRST_CHARACTERS || (text.length > 3 && SENTENCE_END.test(text));
}

/**
 * The next draft that is worth a write after `seen`. First words: 30 characters, a sentence's end or 400 ms after the first token; more
 * of them: 20 characters or 1 s. What is final always is.
 */
export async function waitForWorthwhileRevision(
  drafts: LatestValue<Revision>,
  seen: Revision | undefined,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Revision> {
  while (!drafts.value || drafts.value === seen) await drafts.changed();
  let draft = drafts.value;
  const settled = new AbortController();
  const longestMs = seen?.stage === 'growing' ? LONGEST_WAIT_MS : LONGEST_FIRST_WAIT_MS;
  const timeUp = sleep(clock, longestMs, AbortSignal.any([signal, settled.signal])).then(
    () => true,
  );
  while (!isWorth(draft, seen)) {
    const isTimeUp = await Promise.race([timeUp, drafts.changed().then(() => false)]);
    draft = drafts.value;
    if (isTimeUp) break;
  }
  settled.abort();
  return draft;
}
