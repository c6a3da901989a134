import { type Clock, sleep } from '../lib/clock.ts';
import type { LatestValue } from '../lib/latest-value.ts';
import type { Revision } from './revision.ts';

/** A shorter text makes a useless push notification. */
const ENOUGH_FIRST_CHARACTERS = 30;
/** A smaller addition is not worth an edit. */
const ENOUGH_ADDED_CHARACTERS = 20;
/** For slow models: a few words soon are better than many later. */
const LONGEST_FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 1_000;
const SENTENCE_END = /[.!?…。！？]["'”’)\]]*\s*$/;

/**
 * Waits for the next revision that is worth a write. The first words are worth one at 30
 * characters, at the end of a sentence, or 400 ms after the first token; later words at 20 more
 * characters, or after 1 s. A correction, a notice and the final text always are.
 *
 * @param written The revision of the last write.
 */
export async function waitForWorthwhileRevision(
  revisions: LatestValue<Revision>,
  written: Revision | undefined,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Revision> {
  while (!revisions.value || revisions.value === written) await revisions.changed();

  const isFirst = written?.stage !== 'growing';
  const longestMs = isFirst ? LONGEST_FIRST_WAIT_MS : LONGEST_WAIT_MS;
  const done = new AbortController();
  const timer = sleep(clock, longestMs, AbortSignal.any([signal, done.signal]));
  const timeIsUp = timer.then(() => true);

  let revision = revisions.value;
  while (!isWorthWriting(revision, written)) {
    const isTimeUp = await Promise.race([timeIsUp, revisions.changed().then(() => false)]);
    revision = revisions.value;
    if (isTimeUp) break;
  }
  done.abort();
  return revision;
}

function isWorthWriting({ stage, text }: Revision, written: Revision | undefined): boolean {
  if (stage !== 'growing') return true;
  if (written?.stage === 'growing') {
    const addedCharacters = text.length - written.text.length;
    // A shorter text is a correction.
    return addedCharacters < 0 || addedCharacters >= ENOUGH_ADDED_CHARACTERS;
  }

  const isSentence = text.length > 3 && SENTENCE_END.test(text);
  return text.length >= ENOUGH_FIRST_CHARACTERS || isSentence;
}
