import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../world.ts';

const PATH = /^\/attachments\/(\d+)\/(\d+)\//;

/** Answers a request for an attachment's bytes; `false`: it is not one. */
export function serveAttachment(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const [, channelId = '', attachmentId] = PATH.exec(request.url ?? '') ?? [];
  if (attachmentId === undefined) return false;
  const messages = [...(world.channels.get(channelId)?.messages.values() ?? [])];
  const found = messages
    .flatMap(({ attachments }) => attachments)
    .find(({ id }) => id === attachmentId);
  response.on('error', () => {});
  if (!found) response.writeHead(404).end();
  // Never shown by a browser as a page of this origin, whatever was uploaded.
  else
    response
      .writeHead(200, {
        'content-type': found.mime.replaceAll(/[^\w/.+;= -]/g, ''),
        'content-disposition': 'attachment',
        'x-content-type-options': 'nosniff',
      })
      .end(found.bytes);
  return true;
}
