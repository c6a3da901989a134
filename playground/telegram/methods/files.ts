import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { readPictureSize } from '../../picture-size.ts';
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

const MAX_PHOTO_BYTES = 10 << 20;
/** Of width and height together, in pixels. */
const MAX_PHOTO_EDGES = 10_000;
const MAX_PHOTO_RATIO = 20;

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
 * The limits of photos: https://core.telegram.org/bots/api#sendphoto. The words are those of public reports about
 * the real server.
 */
function refuseUnlessPhoto(bytes: Uint8Array): void {
  const size = readPictureSize(bytes);
  if (!size) throw badRequest('IMAGE_PROCESS_FAILED');
  if (bytes.length > MAX_PHOTO_BYTES) throw badRequest('file is too big');

  const { width, height } = size;
  const ratio = Math.max(width, height) / Math.min(width, height);
  if (width + height > MAX_PHOTO_EDGES || !(ratio <= MAX_PHOTO_RATIO))
    throw badRequest('PHOTO_INVALID_DIMENSIONS');
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
    if (kind === 'photo') refuseUnlessPhoto(part.bytes);
    const mime = kind === 'photo' ? 'image/jpeg' : (part.mime ?? 'application/octet-stream');
    return world.files.attach(kind, { name: part.filename || 'file', mime, bytes: part.bytes });
  }

  const stored = world.files.find(value);
  if (stored) return { kind, file: stored, smaller: [], durationSeconds: 0 };
  if (value === '') throw badRequest(`there is no ${kind} in the request`);
  throw badRequest('wrong file identifier/HTTP URL specified');
}
