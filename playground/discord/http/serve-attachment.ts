import type { IncomingMessage, ServerResponse } from 'node:http';
import { BUILT_IN_STICKERS, readStickerPicture } from '../../built-in-stickers.ts';
import { contentTypeOf } from '../content-type-of.ts';
import { stickerId } from '../json/sticker-json.ts';
import type { Attachment, Message } from '../message.ts';
import type { World } from '../world.ts';

/** `/media` stands for the second server of the real network, the address `proxy_url`. */
const ATTACHMENT_PATH = /^(?:\/media)?(\/attachments\/\d+\/(\d+)\/[^/]+)$/;
const STICKER_PATH = /^(?:\/media)?\/stickers\/(\d+)\.png$/;

/**
 * Answers a request for the bytes of an attachment or a sticker. Returns `false`, without an
 * answer, for any other request.
 */
export function serveAttachment(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const url = URL.parse(request.url ?? '/', world.origin);
  const [, path, attachmentId] = ATTACHMENT_PATH.exec(url?.pathname ?? '') ?? [];
  const [, idOfSticker] = STICKER_PATH.exec(url?.pathname ?? '') ?? [];
  if (!url || (attachmentId === undefined && idOfSticker === undefined)) return false;

  response.on('error', () => {});
  if (path === undefined) {
    const sticker = BUILT_IN_STICKERS.find(({ name }) => stickerId(name) === idOfSticker);
    send(response, 'image/png', sticker && readStickerPicture(sticker, 'png'));
  } else {
    const isValid = world.fileAddresses.isValid(path, url.searchParams);
    const attachment = isValid ? findAttachment(world, attachmentId) : undefined;
    const type = attachment && contentTypeOf(attachment);
    send(response, type ?? '', attachment?.bytes);
  }
  return true;
}

function findAttachment(world: World, id: string | undefined): Attachment | undefined {
  const given = world.givenFiles.get(id ?? '');
  if (given) return given;

  const messages = [...world.channels.values()].flatMap((channel) => [
    ...channel.messages.values(),
  ]);
  return messages.flatMap(listAttachments).find((attachment) => attachment.id === id);
}

function listAttachments({ attachments, snapshot }: Message): readonly Attachment[] {
  return [...attachments, ...(snapshot?.attachments ?? [])];
}

/** A file that is gone and an address whose time is over get the same answer. */
function send(response: ServerResponse, mime: string, bytes: Uint8Array | undefined): void {
  if (!bytes) {
    response
      .writeHead(404, { 'content-type': 'text/plain;charset=UTF-8' })
      .end('This content is no longer available.');
    return;
  }

  response.writeHead(200, {
    'content-type': mime.replaceAll(/[^\w/.+;= -]/g, '') || 'application/octet-stream',
    'content-length': bytes.length,
    // A browser downloads it, and never shows it as a page of this origin, whatever was uploaded.
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
  });
  response.end(bytes);
}
