import { type Api, InputFile } from 'grammy';
import type { AttachedFile } from '../../../contracts/dialect.ts';
import type { MessageTarget } from './message-format.ts';

/** Sends a file as a document. */
export function sendFile(
  api: Api,
  { name, markdown }: AttachedFile,
  { chatId, parameters, signal }: MessageTarget,
): Promise<{ readonly message_id: number; readonly ephemeral_message_id?: number }> {
  const file = new InputFile(Buffer.from(markdown), name);
  return api.sendDocument(chatId, file, parameters, signal);
}
