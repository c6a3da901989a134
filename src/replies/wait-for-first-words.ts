import { type Clock, sleep } from '../lib/clock.ts';
import type { Latest } from '../lib/latest.ts';

/** Shorter ones make a useless push notification. */
const ENOUGH_CHARACTERS = 30;
/** Slow models: better a few words soon. */
const LONGEST_WAIT_MS = 400;
const SENTENCE_END = /[.!?…。！？]["'”’)\]]*\s*$/;

/** What the model has said so far. */
export interface Draft {
  readonly text: string;
  /** No more will come. */
  readonly final: boolean;
}

function areFirstWords({ text, final }: Draft): boolean {
  return final || text.length >= ENOUGH_CHARACTERS || (text.length > 3 && SENTENCE_END.test(text));
}

/** Resolves when the first words are worth a message: 30 characters, a sentence's end, 400 ms after the first token, or the end. */
export async function waitForFirstWords(drafts: Latest<Draft>, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!drafts.value?.final && !drafts.value?.text.trim()) await drafts.changed();
  const enough = new AbortController();
  const timeUp = sleep(clock, LONGEST_WAIT_MS, AbortSignal.any([signal, enough.signal])).then(() => true);
  while (drafts.value && !areFirstWords(drafts.value)) {
    if (await Promise.race([timeUp, drafts.changed().then(() => false)])) break;
  }
  enough.abort();
}
