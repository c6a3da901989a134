import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../world.ts';

const PATH = /^\/attachments\/(\d+)\/(\d+)\//;

/**
 * Answers a request for an attachment's bytes. Returns `false`, without an answer, for any other
 * request.
 */
export function serveAttachment(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const [, channelId = '', attachmentId] = PATH.exec(request.url ?? '') ?? [];
  if (attachmentId === undefined) return false;
  const messages = [...(world.channels.get(channelId)?.messages.values() ?? [])];
  const attachment = messages
    .flatMap(({ attachments }) => attachments)
    .find(({ id }) => id === attachmentId);

  response.on('error', () => {});
  if (!attachment) {
    response.writeHead(404).end();
    return true;
  }

  response.writeHead(200, {
    'content-type': attachment.mime.replaceAll(/[^\w/.+;= -]/g, ''),
    // A browser downloads it, and never shows it as a page of this origin, whatever was uploaded.
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
  });
  response.end(attachment.bytes);
  return true;
}
