import type { Conversations } from '../../contracts/conversations.ts';
import type { Material } from '../../contracts/material.ts';
import type { Turn } from '../../contracts/turns.ts';
import type { Clock } from '../../lib/clock.ts';
import { linkAbort } from '../../lib/link-abort.ts';
import { gatherBackground } from './background.ts';
import { readEarlierPictures } from './earlier-pictures.ts';
import type { FileReader } from './file-reader.ts';
import { listFiles } from './list-files.ts';
import type { MaterialSources } from './material-sources.ts';
import type { PromptMedia } from './prompt-media.ts';
import { readFiles, type Senses } from './read-files.ts';

/** Everything that a question refers to, and the pictures and recordings that go along with its prompt. */
export interface Gathered {
  readonly material: Material;
  readonly media: PromptMedia;
}

/** The parts that gather. */
export interface GatherParts {
  readonly sources: MaterialSources;
  readonly reader: FileReader;
  readonly conversations: Pick<Conversations, 'history'> & Partial<Pick<Conversations, 'find'>>;
  readonly clock: Clock;
}

/** People see only "typing" until then. What is not there by then counts as failed. */
const LONGEST_GATHERING_MS = 45_000;

/**
 * Gathers what a question refers to. What was gathered before is not gathered again, except for pictures
 * and recordings, which are never stored. Rejects only when the store fails, and ends soon after `signal` aborts.
 */
export async function gatherMaterial(
  parts: GatherParts,
  turn: Turn,
  senses: Senses,
  signal: AbortSignal,
): Promise<Gathered> {
  const { sources, reader, clock } = parts;
  const deadline = linkAbort(signal);
  const cancel = clock.after(LONGEST_GATHERING_MS, deadline.abort);
  try {
    const background =
      turn.material?.background ?? (await gatherBackground(parts, turn, deadline.signal));
    const request = {
      channel: turn.address.channel,
      stored: turn.material?.files ?? [],
      senses,
      canTranscribe: sources.transcriber !== undefined,
    };
    const wanted = listFiles(turn, background);
    const outcomes = await readFiles(reader, wanted, request, deadline.signal);
    const own = outcomes.flatMap(({ reading, media }) =>
      media ? [[reading.ref, media] as const] : [],
    );

    const isOfPictures = own.some(([, { images = [] }]) => images.length > 0);
    const seesEarlier = senses.seesEarlierImages || isOfPictures;
    const earlier = seesEarlier
      ? await readEarlierPictures(parts, turn, senses.images, deadline.signal)
      : [];
    return {
      material: { files: outcomes.map(({ reading }) => reading), background },
      media: new Map([...earlier, ...own]),
    };
  } finally {
    cancel();
    deadline.unlink();
  }
}
