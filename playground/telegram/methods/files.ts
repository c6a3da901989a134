import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { badRequest } from '../api-error.ts';
import { refuseUnlessAllowed } from '../chat.ts';
import { fileToWire } from '../content-to-wire.ts';
import { readKeyboard } from '../keyboard.ts';
import { messageToWire } from '../message-to-wire.ts';
import type { Attachment } from '../stored-message.ts';
import { formatText } from '../text/format-text.ts';
import { type Method, type MethodCall, spendOnChat } from './method.ts';
import { readDestination } from './read-destination.ts';
import { readReceiver } from './read-receiver.ts';

/** Makes a file available for download. */
export const getFile: Method = ({ world, params }) => {
  const { file, path } = world.files.prepareDownload(params.get('file_id') ?? '');
  return { ...fileToWire(file), file_path: path };
};

/** Sends a file as it is. */
export const sendDocument: Method = (call) => sendFile(call, 'document');
/** Sends a picture. */
export const sendPhoto: Method = (call) => sendFile(call, 'photo');

function sendFile(call: MethodCall, kind: Attachment['kind']) {
  const { world, params } = call;
  const chat = spendOnChat(call, 'write');
  const destination = readDestination(chat, params);
  refuseUnlessAllowed(chat, kind === 'photo' ? 'photos' : 'documents');
  const onlyForId = readReceiver(call, chat);
  const caption = formatText(params, {
    parameter: 'caption',
    maxCharacters: world.limits.captionCharacters,
    findUser: (id) => world.findUser(id),
  });
  const keyboard = readKeyboard(params, false);
  const attachment = readAttachment(call, kind);

  const content = omitUndefined({
    from: world.bot,
    ...destination,
    onlyForId,
    ...caption,
    attachment,
    keyboard,
  });
  return messageToWire(chat, world.postMessage(chat, content));
}

/**
 * The file of a call: an upload in the part with the parameter's name, an upload that the parameter
 * points to (`attach://name`), or a file by its id.
 */
function readAttachment(
  { world, params, files }: MethodCall,
  kind: Attachment['kind'],
): Attachment {
  const value = params.get(kind) ?? '';
  const partName = value.startsWith('attach://') ? value.slice('attach://'.length) : kind;
  const part = files.get(partName);
  if (part) {
    if (part.bytes.length === 0) throw badRequest('file must be non-empty');
    const mime = kind === 'photo' ? 'image/jpeg' : (part.mime ?? 'application/octet-stream');
    return world.files.attach(kind, { name: part.filename || 'file', mime, bytes: part.bytes });
  }

  const stored = world.files.find(value);
  if (stored) return { kind, file: stored, smaller: [], durationSeconds: 0 };
  if (value === '') throw badRequest(`there is no ${kind} in the request`);
  throw badRequest('wrong file identifier/HTTP URL specified');
}
