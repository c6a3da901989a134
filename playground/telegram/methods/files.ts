import { badRequest } from '../api-error.ts';
import type { FilePart } from '../http/multipart.ts';
import { readKeyboard } from '../keyboard.ts';
import { fileToWire, messageToWire } from '../message-to-wire.ts';
import type { Attachment } from '../stored-message.ts';
import { formatText } from '../text/format-text.ts';
import { type Method, type MethodCall, spendOnChat } from './method.ts';
import { readDestination } from './read-destination.ts';

export const getFile: Method = ({ world, params }) => {
  const { file, path } = world.files.prepareDownload(params.get('file_id') ?? '');
  return { ...fileToWire(file), file_path: path };
};

export const sendDocument: Method = (call) => sendFile(call, 'document');
export const sendPhoto: Method = (call) => sendFile(call, 'photo');

function sendFile(call: MethodCall, kind: Attachment['kind']) {
  const { world, params } = call;
  const chat = spendOnChat(call, 'write');
  const place = readDestination(chat, params);
  const caption = formatText(params, {
    parameter: 'caption',
    mostCharacters: world.limits.captionCharacters,
    findUser: (id) => world.findUser(id),
  });
  const keyboard = readKeyboard(params, false);
  const attachment = attachmentOf(call, kind);
  const content = { from: world.bot, ...place, ...caption, attachment };
  return messageToWire(
    chat,
    world.postMessage(chat, { ...content, ...(keyboard && { keyboard }) }),
  );
}

/** An upload in a part of its own, one that the parameter points to (`attach://name`), or a file by its id. */
function attachmentOf({ world, params, files }: MethodCall, kind: Attachment['kind']): Attachment {
  const value = params.get(kind) ?? '';
  const part: FilePart | undefined = files.get(
    value.startsWith('attach://') ? value.slice('attach://'.length) : kind,
  );
  if (part) {
    if (part.bytes.length === 0) throw badRequest('file must be non-empty');
    const mime = part.mime ?? 'application/octet-stream';
    return world.files.attach(
      kind,
      part.filename || 'file',
      kind === 'photo' ? 'image/jpeg' : mime,
      part.bytes,
    );
  }
  const known = world.files.find(value);
  if (known) return { kind, file: known };
  if (value === '') throw badRequest(`there is no ${kind} in the request`);
  throw badRequest('wrong file identifier/HTTP URL specified');
}
