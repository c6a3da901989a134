import { type Api, InputFile } from 'grammy';
import type { AttachedFile } from '../../../contracts/dialect.ts';
import { isAttachedPicture } from '../../../markdown/pages/is-attached-picture.ts';
import type { MessageTarget } from './message-format.ts';

/** The method that sends a file. */
export function fileMethod(file: AttachedFile): 'sendPhoto' | 'sendDocument' {
  return isAttachedPicture(file) ? 'sendPhoto' : 'sendDocument';
}

/** Sends a picture as a photo, which people see in the chat, and any other file as a document. */
export function sendFile(
  api: Api,
  file: AttachedFile,
  { chatId, parameters, signal }: MessageTarget,
): Promise<{ readonly message_id: number; readonly ephemeral_message_id?: number }> {
  if (isAttachedPicture(file)) {
    const photo = new InputFile(file.picture, file.name);
    return api.sendPhoto(chatId, photo, { caption: file.caption, ...parameters }, signal);
  }
  const document = new InputFile(Buffer.from(file.markdown), file.name);
  return api.sendDocument(chatId, document, parameters, signal);
}
