import type { AttachmentRef, MessageContent } from '../../contracts/chat-message.ts';
import type { BackgroundMessage } from '../../contracts/material.ts';
import type { Turn } from '../../contracts/turns.ts';

/** A file to fetch and read. */
export interface WantedFile extends AttachmentRef {
  /** `sound`: its words matter, not its pictures. `unwatched`: a video of which only the still picture is read. */
  readonly use: 'picture' | 'sound' | 'unwatched' | 'document';
}

/**
 * Tells whether the app itself recorded the file. The networks tell the type of an uploaded file by its name: a
 * `main.ts` in TypeScript is a video for them.
 */
export function isRecorded({ sentAs }: AttachmentRef): boolean {
  return sentAs === 'voice' || sentAs === 'video note';
}

/**
 * The files of a question, of what it quotes, and of what it builds on; each once. The most important ones
 * come first: those of the newest message, and those of the question before those of others.
 */
export function listFiles(
  { inputs }: Pick<Turn, 'inputs'>,
  background: readonly BackgroundMessage[],
): readonly WantedFile[] {
  const newestFirst = inputs.toReversed();
  const contents: readonly MessageContent[] = [
    ...newestFirst,
    ...newestFirst.flatMap(({ quoted }) => quoted ?? []),
    ...background.map(({ message }) => message).toReversed(),
  ];
  const files = contents.flatMap(({ attachments }) => attachments.flatMap(listParts));
  return [...new Map(files.map((file) => [file.ref, file])).values()];
}

/** The file itself, and the still picture of what moves. */
function listParts(attachment: AttachmentRef): readonly WantedFile[] {
  const { stillRef, sentAs, durationMs: _, ...file } = attachment;
  if (stillRef === undefined) return [{ ...attachment, use: useOf(attachment) }];

  const still: WantedFile = {
    ...file,
    ref: stillRef,
    mime: 'image/jpeg',
    bytes: 0,
    use: 'picture',
  };
  const hasSound = sentAs === 'video' || sentAs === 'video note';
  const moving: WantedFile = { ...attachment, use: hasSound ? 'sound' : 'unwatched' };
  return [still, moving];
}

function useOf({ sentAs, mime }: AttachmentRef): WantedFile['use'] {
  if (/^image\/(?!svg)/.test(mime)) return 'picture';
  if (sentAs === 'animation' || sentAs === 'sticker') return 'unwatched';
  return sentAs !== undefined || /^(audio|video)\//.test(mime) ? 'sound' : 'document';
}
