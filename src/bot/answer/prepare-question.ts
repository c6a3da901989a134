import type { Router } from '../../contracts/router.ts';
import type { SettingsOf } from '../../contracts/settings.ts';
import type { Turn, Turns } from '../../contracts/turns.ts';
import type { Log } from '../../lib/log.ts';
import type { Gather } from '../material/gatherer.ts';
import { isAllUnread, materialNotes } from '../material/material-notes.ts';
import type { PromptMedia } from '../material/prompt-media.ts';
import type { Senses } from '../material/read-files.ts';
import { shownTranscript } from '../material/shown-transcript.ts';

/** A question with everything that it refers to. */
export interface PreparedQuestion {
  readonly turn: Turn;
  readonly media: PromptMedia;
  /** It has nothing that the model can read, see or hear: no model need be asked. */
  readonly isAllUnread: boolean;
  /** The words of its recordings, where the operator shows them. Empty: there are none. */
  readonly shownTranscript: string;
  /** Says what the model did not read, see or hear. `omitsImages`: it did not get the pictures. */
  notes(omitsImages: boolean): Promise<readonly string[]>;
}

/** The parts that gather material and keep it. */
export interface PrepareQuestionParts {
  readonly gather: Gather;
  readonly turns: Pick<Turns, 'keepMaterial'>;
  readonly router: Pick<Router, 'find' | 'models'>;
  /** Absent: transcripts are not shown. */
  readonly settingsOf?: SettingsOf;
  readonly log: Log;
}

/** Every model that sees takes pictures of this size. */
const USUAL_IMAGE_LIMITS = { maxEdge: 1_568, maxBytes: 3_700_000, maxImages: 8 };

/** Gathers what a question refers to, as far as the model can take it. Ends soon after `signal` aborts. */
export async function prepareQuestion(
  { gather, turns, router, settingsOf, log }: PrepareQuestionParts,
  turn: Turn,
  model: string,
  signal: AbortSignal,
): Promise<PreparedQuestion> {
  const senses = await sensesOf(router, model);
  const { material, media } = await gather(turn, senses, signal);
  const prepared = { ...turn, material };

  const isEmpty = material.files.length + material.background.length === 0;
  const isNews = !isEmpty || turn.material !== undefined;
  if (isNews && !signal.aborted) {
    // Only later prompts need it. An answer without them is better than none.
    await turns.keepMaterial(turn, material).catch((error: unknown) => {
      log.warn({ turn: turn.id, error: String(error) }, 'answer: the material was not stored');
    });
  }

  return {
    turn: prepared,
    media,
    isAllUnread: isAllUnread(prepared, media),
    shownTranscript: shownTranscript(prepared, settingsOf),
    notes: (omitsImages) =>
      materialNotes(prepared, {
        media,
        blindModel: omitsImages || !senses.seesImages ? model : undefined,
        models: router.models,
      }),
  };
}

async function sensesOf(router: Pick<Router, 'find'>, model: string): Promise<Senses> {
  const info = await router.find(model);
  // A model that nobody describes may see: its refusal tells. Few models hear.
  const seesEarlierImages = info?.images !== false;
  return {
    seesEarlierImages,
    seesImages: seesEarlierImages || info?.visionFallback !== undefined,
    hearsSound: info?.audio === true,
    images: info?.imageLimits ?? USUAL_IMAGE_LIMITS,
  };
}
