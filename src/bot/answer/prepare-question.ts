import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Language } from '../../contracts/language.ts';
import type { Router } from '../../contracts/router.ts';
import type { SettingsOf } from '../../contracts/settings.ts';
import type { Turn, Turns } from '../../contracts/turns.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { untilAborted } from '../../lib/until-aborted.ts';
import { withTimeout } from '../../lib/with-timeout.ts';
import type { Gather } from '../material/gatherer.ts';
import { isAllUnread, materialNotes } from '../material/material-notes.ts';
import type { PromptMedia } from '../material/prompt-media.ts';
import type { Senses } from '../material/read-files.ts';
import { shownTranscript } from '../material/shown-transcript.ts';

/** A question with everything that it refers to. */
export interface PreparedQuestion {
  readonly turn: Turn;
  readonly media: PromptMedia;
  /** The nearby messages, oldest first. */
  readonly nearby: readonly ChatMessage[];
  /** It has nothing that the model can read, see or hear, so no model needs to be asked. */
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
  /** Reads the nearby messages of a question, oldest first. Absent: there are none. */
  readonly readNearby?: (turn: Turn, signal: AbortSignal) => Promise<readonly ChatMessage[]>;
  readonly language: Language;
  readonly clock: Clock;
  readonly settingsOf: SettingsOf;
  readonly log: Log;
}

const NEARBY_TIMEOUT_MS = 10_000;
/** Every model that sees takes pictures of this size. */
const USUAL_IMAGE_LIMITS = { maxEdge: 1_568, maxBytes: 3_700_000, maxImages: 8 };

/** Gathers what a question refers to, as far as the model can take it. Ends soon after `signal` aborts. */
export async function prepareQuestion(
  parts: PrepareQuestionParts,
  turn: Turn,
  model: string,
  signal: AbortSignal,
): Promise<PreparedQuestion> {
  const { gather, turns, router, settingsOf, language, log } = parts;
  const readingNearby = tryToReadNearby(parts, turn, signal);
  const senses = await sensesOf(router, model);
  const { material, media } = await gather(turn, senses, signal);
  const prepared = { ...turn, material };

  const isEmpty = material.files.length + material.background.length === 0;
  const isWorthStoring = !isEmpty || turn.material !== undefined;
  if (isWorthStoring && !signal.aborted) {
    // Only later prompts need it stored. An answer without that is better than none.
    await turns.keepMaterial(turn, material).catch((error: unknown) => {
      log.warn({ turn: turn.id, error: String(error) }, 'answer: the material was not stored');
    });
  }

  return {
    turn: prepared,
    media,
    nearby: withoutShown(await readingNearby, prepared),
    isAllUnread: isAllUnread(prepared, media),
    shownTranscript: shownTranscript(prepared, settingsOf),
    notes: (omitsImages) =>
      materialNotes(prepared, {
        media,
        language,
        blindModel: omitsImages || !senses.seesImages ? model : undefined,
        models: router.models,
      }),
  };
}

/** Nearby messages help to understand a question, but a failure to read them costs no answer. */
async function tryToReadNearby(
  { readNearby, clock, log }: PrepareQuestionParts,
  turn: Turn,
  signal: AbortSignal,
): Promise<readonly ChatMessage[]> {
  if (!readNearby) return [];
  const onTimeout = () => new Error('reading nearby messages took too long');
  const timeout = { clock, timeoutMs: NEARBY_TIMEOUT_MS, onTimeout };
  try {
    const reading = withTimeout(timeout, (late) =>
      readNearby(turn, AbortSignal.any([signal, late])),
    );
    return (await untilAborted(reading, signal)) ?? [];
  } catch (error) {
    log.warn({ turn: turn.id, error: String(error) }, 'answer: nearby messages were not read');
    return [];
  }
}

/** The question itself shows what it answers and what it builds on. */
function withoutShown(
  nearby: readonly ChatMessage[],
  { inputs, material }: Turn,
): readonly ChatMessage[] {
  const quotedIds = inputs.flatMap(({ quoted }) => quoted?.id ?? []);
  const backgroundIds = (material?.background ?? []).map(({ message }) => message.id);
  const shownIds = new Set([...quotedIds, ...backgroundIds]);
  return nearby.filter(({ id }) => !shownIds.has(id));
}

async function sensesOf(router: Pick<Router, 'find'>, model: string): Promise<Senses> {
  const info = await router.find(model);
  // A model without a description may see, and its refusal shows if it does not. Few models hear.
  const seesEarlierImages = info?.images !== false;
  return {
    seesEarlierImages,
    seesImages: seesEarlierImages || info?.visionFallback !== undefined,
    hearsSound: info?.audio === true,
    images: info?.imageLimits ?? USUAL_IMAGE_LIMITS,
  };
}
