import type { ServerResponse } from 'node:http';
import { RequestError } from '../../src/lib/web/request-error.ts';
import { BUILT_IN_STICKERS, readStickerPicture } from '../built-in-stickers.ts';
import type { LocalNetwork } from '../local-network.ts';
import { findMediaType } from './find-media-type.ts';
import { respond } from './respond.ts';

/**
 * Sends a file of a message. Pictures, recordings and videos can be shown in the page; a browser
 * downloads everything else, and never shows it as a page of this origin, whatever was sent.
 */
export function sendFile(
  networks: readonly LocalNetwork[],
  query: URLSearchParams,
  rangeHeader: string | undefined,
  response: ServerResponse,
): void {
  const network = networks.find(({ name }) => name === query.get('network'));
  const roomId = query.get('room') ?? '';
  const messageId = query.get('message') ?? '';
  const index = Number(query.get('index') ?? '');

  const bytes = network?.file(roomId, messageId, index);
  if (bytes === undefined) throw new RequestError(404, 'There is no such file.');
  const mediaType = query.has('download') ? undefined : findMediaType(bytes);
  if (mediaType === undefined) response.setHeader('content-disposition', 'attachment');
  response.setHeader('accept-ranges', 'bytes');

  const type = mediaType ?? 'application/octet-stream';
  const [, start, end] = /^bytes=(\d{1,12})-(\d{0,12})$/.exec(rangeHeader ?? '') ?? [];
  const from = Number(start ?? 0);
  if (start === undefined || from >= bytes.length) {
    response.setHeader('content-length', bytes.length);
    respond(response, 200, type).end(bytes);
    return;
  }

  // A player asks for the end of a recording to learn how long it is, and jumps in it.
  const part = bytes.subarray(from, end ? Number(end) + 1 : bytes.length);
  const to = from + part.length - 1;
  response.setHeader('content-range', `bytes ${from}-${to}/${bytes.length}`);
  response.setHeader('content-length', part.length);
  respond(response, 206, type).end(part);
}

/** Sends the picture of a built-in sticker, which the page shows for choosing. */
export function sendSticker(query: URLSearchParams, response: ServerResponse): void {
  const sticker = BUILT_IN_STICKERS.find(({ name }) => name === query.get('name'));
  if (!sticker) throw new RequestError(404, 'There is no such sticker.');
  respond(response, 200, 'image/png').end(readStickerPicture(sticker, 'png'));
}
