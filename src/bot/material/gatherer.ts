import type { Material } from '../../contracts/material.ts';
import type { Turn } from '../../contracts/turns.ts';
import { linkAbort } from '../../lib/link-abort.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { observeAttempts } from '../observe-attempts.ts';
import { gatherBackground } from './background.ts';
import { readEarlierPictures } from './earlier-pictures.ts';
import { createFileReader } from './file-reader.ts';
import type { GathererParts } from './gatherer-parts.ts';
import { listFiles } from './list-files.ts';
import type { PromptMedia } from './prompt-media.ts';
import { readFiles, type Senses } from './read-files.ts';
import type { HearingAccount } from './transcribe-within-budget.ts';

/** Everything that a question refers to, and the pictures and recordings that go along with its prompt. */
export interface Gathered {
  readonly material: Material;
  readonly media: PromptMedia;
}

/**
 * Gathers what a question refers to. What was gathered before is not gathered again, except for pictures
 * and recordings, which are never stored. Rejects only when the store fails, and ends soon after `signal`
 * aborts.
 */
export type Gather = (turn: Turn, senses: Senses, signal: AbortSignal) => Promise<Gathered>;

/** People see only "typing" until then. A file that is not read by then counts as failed. */
const LONGEST_GATHERING_MS = 45_000;
/** A service hears a recording of several minutes to its end before it writes. */
const LONGEST_TRANSCRIBING_MS = 120_000;

/** Creates the gatherer of a bot. */
export function createGatherer(parts: GathererParts): Gather {
  const { sources, conversations, settingsOf, clock, log } = parts;
  const reader = createFileReader(sources, { clock, log });

  async function gatherUntil(turn: Turn, senses: Senses, signal: AbortSignal): Promise<Gathered> {
    const { edition, material: stored } = turn;
    const { takesFiles } = settingsOf(turn.address.channel);
    const isCurrent = stored !== undefined && stored.edition === edition;
    const background = isCurrent ? stored.background : await gatherBackground(parts, turn, signal);
    const request = {
      channel: turn.address.channel,
      stored: stored?.files ?? [],
      senses,
      canTranscribe: sources.transcriber !== undefined,
      takesFiles,
      account: openHearingAccount(parts, turn),
    };
    const outcomes = await readFiles(reader, listFiles(turn, background), request, signal);
    const own = outcomes.flatMap(({ reading, media }) =>
      media ? [[reading.ref, media] as const] : [],
    );

    const hasPictures = own.some(([, { images = [] }]) => images.length > 0);
    const seesEarlier = takesFiles && (senses.seesEarlierImages || hasPictures);
    const earlier = seesEarlier
      ? await readEarlierPictures({ conversations, reader }, turn, senses.images, signal)
      : [];
    return {
      material: omitUndefined({
        files: outcomes.map(({ reading }) => reading),
        background,
        edition,
      }),
      media: new Map([...earlier, ...own]),
    };
  }

  return async (turn, senses, signal) => {
    const deadline = linkAbort(signal);
    const hasSound = listFiles(turn, []).some(({ use }) => use === 'sound');
    const isTranscribed = hasSound && sources.transcriber !== undefined;
    const longestMs = isTranscribed ? LONGEST_TRANSCRIBING_MS : LONGEST_GATHERING_MS;
    const cancel = clock.after(longestMs, deadline.abort);
    try {
      return await gatherUntil(turn, senses, deadline.signal);
    } finally {
      cancel();
      deadline.unlink();
    }
  };
}

function openHearingAccount({ limits, observe }: GathererParts, turn: Turn): HearingAccount {
  const { id, address, inputs } = turn;
  const author = inputs[0]?.author;
  const person = author && { id: author.id, name: author.name };
  const spender = omitUndefined({ channel: address.channel, person });
  return {
    spending: limits?.spendingOf(spender, 'transcription', id),
    onAttempt: observeAttempts(observe, 'transcription'),
    observe,
  };
}
