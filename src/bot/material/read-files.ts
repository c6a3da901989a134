import type { Channel } from '../../contracts/chat-message.ts';
import type { ImageLimits, ReadLimits } from '../../contracts/files.ts';
import type { FileReading, UnreadableFileReason } from '../../contracts/material.ts';
import type { PromptAudio } from '../../contracts/provider.ts';
import { cutEnd } from '../../lib/cut-end.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { FileReader, ReadFile } from './file-reader.ts';
import { isRecorded, type WantedFile } from './list-files.ts';
import type { FileMedia } from './prompt-media.ts';
import type { HearingAccount } from './transcribe-within-budget.ts';

/** What the model that is going to answer can take. */
export interface Senses {
  readonly seesImages: boolean;
  /** The pictures of earlier questions go along even when this one has none. */
  readonly seesEarlierImages: boolean;
  readonly hearsSound: boolean;
  readonly images: ImageLimits;
}

/** What was read of one file, and what the model sees or hears of it. */
export interface FileOutcome {
  readonly reading: FileReading;
  readonly media?: FileMedia | undefined;
}

/** The question whose files are read, and what was read of them before. */
export interface FileRequest {
  readonly channel: Channel;
  readonly stored: readonly FileReading[];
  readonly senses: Senses;
  /** Recordings can be transcribed. */
  readonly canTranscribe: boolean;
  /** `false`: no file is even fetched. */
  readonly takesFiles: boolean;
  readonly account: HearingAccount;
}

/** More would not help a model, and fills its window. */
const MAX_FILES = 20;
const MAX_PICTURES = 8;
/** The text of about 30 pages. */
const MAX_CHARACTERS_OF_FILE = 60_000;
const MAX_CHARACTERS = 200_000;
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads the files of one question, in parallel. They come in the order of their importance: the limits
 * leave out the last ones. Never rejects, and ends soon after `signal` aborts.
 */
export async function readFiles(
  reader: FileReader,
  wanted: readonly WantedFile[],
  request: FileRequest,
  signal: AbortSignal,
): Promise<readonly FileOutcome[]> {
  if (!request.takesFiles) return wanted.map((file) => unreadable(file, 'off'));

  const admit = createAdmission();
  const outcomes = await Promise.all(
    wanted.map((file) => {
      const isStored = findStored(file, request) !== undefined;
      return isStored || admit(file)
        ? readOne(reader, file, request, signal)
        : unreadable(file, 'too many');
    }),
  );
  return limitTexts(limitPictures(outcomes));
}

/** Decides which files of one question are fetched at all, in their order. */
function createAdmission(): (file: WantedFile) => boolean {
  let files = 0;
  let pictures = 0;
  let bytes = 0;
  return (file) => {
    if (file.use === 'unwatched') return true;
    files += 1;
    bytes += file.bytes;
    if (file.use === 'picture') pictures += 1;
    return files <= MAX_FILES && bytes <= MAX_BYTES && pictures <= MAX_PICTURES;
  };
}

async function readOne(
  reader: FileReader,
  file: WantedFile,
  request: FileRequest,
  signal: AbortSignal,
): Promise<FileOutcome> {
  const { channel, senses, canTranscribe } = request;
  const stored = findStored(file, request);
  if (stored) return { reading: stored };
  if (file.use === 'unwatched') return unreadable(file, 'unseen');
  if (file.use === 'picture' && !senses.seesImages) return { reading: readingOf(file, 'image') };
  if (file.use === 'sound' && !senses.hearsSound && (canTranscribe || isRecorded(file))) {
    return transcribe(reader, file, request, signal);
  }

  const limits = limitsFor(senses);
  const content = await reader.read(channel, file, limits, signal);
  const isRecording = content.kind === 'audio' || file.use === 'sound';
  const isHeard = content.kind === 'audio' && isTakenEverywhere(content.audio, senses);
  if (isRecording && !isHeard && canTranscribe) return transcribe(reader, file, request, signal);
  return outcomeOf(file, content, senses);
}

/** Services refuse other formats, such as those of voice messages, more often than these two: then a transcript is safer. */
function isTakenEverywhere({ mime }: PromptAudio, { hearsSound }: Senses): boolean {
  return hearsSound && /^audio\/(x-)?(wav|wave|mpeg|mp3)\b/.test(mime);
}

async function transcribe(
  reader: FileReader,
  file: WantedFile,
  { channel, senses, canTranscribe, account }: FileRequest,
  signal: AbortSignal,
): Promise<FileOutcome> {
  const { ref, name } = file;
  if (!canTranscribe) return { reading: readingOf(file, 'audio') };
  const result = await reader.transcribe(channel, file, limitsFor(senses), account, signal);
  return result.kind === 'transcript'
    ? { reading: { ref, name, ...result } }
    : outcomeOf(file, result, senses);
}

function limitsFor({ images }: Senses): ReadLimits {
  return { characters: MAX_CHARACTERS_OF_FILE, images };
}

function outcomeOf(file: WantedFile, content: ReadFile, senses: Senses): FileOutcome {
  const { ref, name } = file;
  switch (content.kind) {
    case 'text':
      return { reading: { ref, name, ...content } };
    case 'images': {
      const { images, cut } = content;
      const media = senses.seesImages ? omitUndefined({ images, cut }) : undefined;
      return { reading: readingOf(file, 'image'), media };
    }
    case 'audio': {
      const media = senses.hearsSound ? { audio: content.audio } : undefined;
      return { reading: readingOf(file, 'audio'), media };
    }
    case 'unreadable':
      if (file.use !== 'sound' || content.why !== 'unknown kind') {
        return unreadable(file, content.why);
      }
      return file.mime.startsWith('video/')
        ? unreadable(file, 'unseen')
        : { reading: readingOf(file, 'audio') };
  }
}

/**
 * A reading that is still good: pictures and recordings are read again, and so is a file whose fetch failed, or
 * that was not read because of a setting or a budget of its place.
 */
function findStored(
  { ref }: WantedFile,
  { stored }: Pick<FileRequest, 'stored'>,
): FileReading | undefined {
  const reading = stored.find((other) => other.ref === ref);
  if (reading?.kind === 'image' || reading?.kind === 'audio') return undefined;
  const mayChange = reading?.kind === 'unreadable' && /^(failed|off|spent)$/.test(reading.why);
  return mayChange ? undefined : reading;
}

/** Documents without text become pictures only when they are read. */
function limitPictures(outcomes: readonly FileOutcome[]): readonly FileOutcome[] {
  let room = MAX_PICTURES;
  return outcomes.map((outcome) => {
    const images = outcome.media?.images ?? [];
    if (images.length === 0) return outcome;

    const shown = images.slice(0, room);
    room -= shown.length;
    if (shown.length === 0) return unreadable(outcome.reading, 'too many');
    if (shown.length === images.length) return outcome;
    const cut = `the first ${shown.length} of ${images.length} pictures`;
    return { ...outcome, media: { images: shown, cut } };
  });
}

function limitTexts(outcomes: readonly FileOutcome[]): readonly FileOutcome[] {
  let room = MAX_CHARACTERS;
  return outcomes.map((outcome) => {
    const { reading } = outcome;
    if (reading.kind !== 'text' && reading.kind !== 'transcript') return outcome;

    const maxCharacters = Math.min(room, MAX_CHARACTERS_OF_FILE);
    const { length } = reading.text;
    room -= Math.min(length, maxCharacters);
    if (length <= maxCharacters) return outcome;
    if (maxCharacters === 0) return unreadable(reading, 'too many');

    const text = cutEnd(reading.text, maxCharacters);
    const cut = `the first ${maxCharacters} of ${length} characters`;
    return { reading: { ...reading, text, cut } };
  });
}

type Named = Pick<FileReading, 'ref' | 'name'>;

function unreadable({ ref, name }: Named, why: UnreadableFileReason): FileOutcome {
  return { reading: { ref, name, kind: 'unreadable', why } };
}

function readingOf({ ref, name }: Named, kind: 'image' | 'audio'): FileReading {
  return { ref, name, kind };
}
