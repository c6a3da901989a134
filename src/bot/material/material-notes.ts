import type { AttachmentRef } from '../../contracts/chat-message.ts';
import type { Language } from '../../contracts/language.ts';
import type { FileReading, UnreadableFileReason } from '../../contracts/material.ts';
import type { RoutedModel } from '../../contracts/router.ts';
import type { Turn } from '../../contracts/turns.ts';
import { cutEnd } from '../../lib/cut-end.ts';
import { inCode } from '../../lib/in-code.ts';
import type { Texts } from '../../texts/en/index.ts';
import { textsIn } from '../../texts/index.ts';
import type { PromptMedia } from './prompt-media.ts';

/** The prompt of a question, and the model that answered it. */
interface MaterialNotesParts {
  readonly media: PromptMedia;
  readonly language: Language;
  /** The name of the model that did not get the pictures. Absent: it got them. */
  readonly blindModel?: string | undefined;
  models(): Promise<readonly RoutedModel[]>;
}

const MAX_MODELS = 3;
const MAX_NAME_CHARACTERS = 60;

/** Says what the model did not read, see or hear of a question and of what it quotes and builds on. */
export async function materialNotes(
  { inputs, material }: Turn,
  { media, language, blindModel, models }: MaterialNotesParts,
): Promise<readonly string[]> {
  const texts = textsIn(language);
  const own = inputs.flatMap(({ attachments, quoted }) => [
    ...attachments,
    ...(quoted?.attachments ?? []),
  ]);
  const background = (material?.background ?? []).flatMap(({ message }) => message.attachments);
  const attachments = [...own, ...background];
  const readings = new Map((material?.files ?? []).map((reading) => [reading.ref, reading]));
  const uniqueFiles = new Map(attachments.map((file) => [file.ref, file]));
  const files = [...uniqueFiles.values()].map((file) => outcomeOf(file, readings, media, texts));

  const notes: string[] = [];
  const unread = files.filter(({ state }) => state.kind === 'unread');
  if (unread.length > 0) notes.push(texts.material.unread(groupByReason(unread)));

  const cut = files.flatMap(({ name, state }) =>
    state.kind === 'cut' ? { name, cut: state.cut } : [],
  );
  if (cut.length > 0) notes.push(texts.material.cut(cut));

  const unheard = files.filter(({ state }) => state.kind === 'unheard');
  if (unheard.length > 0) {
    const names = new Set(unheard.map(({ name }) => name));
    notes.push(texts.material.unheard([...names]));
  }

  if (blindModel !== undefined && files.some(({ state }) => state.kind === 'picture')) {
    notes.push(texts.material.unseen(blindModel, await modelsThatSee(models)));
  }
  return notes;
}

/** Tells whether a question holds nothing that the model can read, see or hear. */
export function isAllUnread({ inputs, material }: Turn, media: PromptMedia): boolean {
  const hasWords = inputs.some(
    ({ text, details, quoted }) => text || details || quoted?.text || quoted?.details,
  );
  const { files = [], background = [] } = material ?? {};
  const isRead = files.some(
    ({ ref, kind }) => kind === 'text' || kind === 'transcript' || media.has(ref),
  );
  return !hasWords && !isRead && background.length === 0;
}

/** A file of a question, as people see it. */
interface FileOfQuestion {
  readonly name: string;
  readonly state:
    | { readonly kind: 'read' | 'picture' | 'unheard' }
    | { readonly kind: 'cut'; readonly cut: string }
    | { readonly kind: 'unread'; readonly why: UnreadableFileReason };
}

function outcomeOf(
  attachment: AttachmentRef,
  readings: ReadonlyMap<string, FileReading>,
  media: PromptMedia,
  texts: Texts,
): FileOfQuestion {
  const { ref, stillRef, sentAs } = attachment;
  const still = stillRef === undefined ? undefined : readings.get(stillRef);
  // People expect no more of a sticker or an animation than its picture, and of a sticker only its emoji.
  const isMoving = sentAs === 'sticker' || sentAs === 'animation';
  if (isMoving && (still?.kind === 'image' || sentAs === 'sticker')) {
    const kind = still?.kind === 'image' && sentAs !== 'sticker' ? 'picture' : 'read';
    return { name: nameOf(attachment, texts), state: { kind } };
  }
  const state = stateOf(readings.get(ref), media);
  return { name: nameOf(attachment, texts, { isGeneral: state.kind !== 'unread' }), state };
}

function stateOf(reading: FileReading | undefined, media: PromptMedia): FileOfQuestion['state'] {
  switch (reading?.kind) {
    case undefined:
      return { kind: 'unread', why: 'failed' };
    case 'text':
    case 'transcript':
      return reading.cut === undefined ? { kind: 'read' } : { kind: 'cut', cut: reading.cut };
    case 'image': {
      const { cut, images = [] } = media.get(reading.ref) ?? {};
      // People know that one picture of an animation was seen; the model is told that there are more.
      return cut === undefined || images.length < 2 ? { kind: 'picture' } : { kind: 'cut', cut };
    }
    case 'audio':
      return { kind: media.has(reading.ref) ? 'read' : 'unheard' };
    case 'unreadable':
      return { kind: 'unread', why: reading.why };
  }
}

function groupByReason(
  files: readonly FileOfQuestion[],
): readonly (readonly [UnreadableFileReason, readonly string[]])[] {
  const groups = Map.groupBy(files, ({ state }) =>
    state.kind === 'unread' ? state.why : 'failed',
  );
  return [...groups].map(([why, group]) => [why, group.map(({ name }) => name)]);
}

async function modelsThatSee(models: MaterialNotesParts['models']): Promise<readonly string[]> {
  const seeing = (await models()).filter(({ images }) => images === true);
  return seeing.slice(0, MAX_MODELS).map(({ name }) => `\`${name}\``);
}

/**
 * Names are shown as code, so that nothing in them is a link or a mention. `isGeneral`: what is said of a
 * voice message is true of all of them.
 */
function nameOf({ name, sentAs }: AttachmentRef, texts: Texts, { isGeneral = true } = {}): string {
  const { voiceMessages, theVoiceMessage, videoMessages, theVideoMessage, file } = texts.material;
  if (sentAs === 'voice') return isGeneral ? voiceMessages : theVoiceMessage;
  if (sentAs === 'video note') return isGeneral ? videoMessages : theVideoMessage;
  return inCode(cutEnd(name, MAX_NAME_CHARACTERS), file);
}
