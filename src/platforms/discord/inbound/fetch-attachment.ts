import type { APIAttachment, APIMessage, REST } from 'discord.js';
import { DiscordError, toDiscordError } from '../connection/discord-error.ts';
import type { RestCalls } from '../connection/rest-calls.ts';

const MAX_BYTES = 25 * 1024 * 1024;

/**
 * Downloads an attachment. Its address is asked for anew, since addresses expire; the download goes by the library's own
 * transport, and so by its proxy.
 */
export async function fetchAttachment(
  ref: string,
  signal: AbortSignal,
  { calls, rest }: { readonly calls: RestCalls; readonly rest: REST },
): Promise<Uint8Array> {
  const [channelId = '', messageId = '', attachmentId = ''] = ref.split('/');
  const message = await calls.send<Partial<APIMessage>>(
    'get',
    `/channels/${channelId}/messages/${messageId}`,
    {
      purpose: 'look for an attachment',
      signal,
      rateLimitKey: channelId,
    },
  );
  const attachment = attachmentsOf(message).find(({ id }) => id === attachmentId);
  if (!attachment)
    throw new DiscordError('Discord: an attachment is no longer there.', { kind: 'gone' });
  const request = { method: 'GET', signal, ...(rest.agent && { dispatcher: rest.agent }) };
  try {
    const { status, body } = await rest.options.makeRequest(attachment.url, request);
    if (status === 200 && body) return await readBounded(body);
    throw new DiscordError(`Discord: an attachment could not be downloaded (${status}).`, {
      kind: 'server',
    });
  } catch (error) {
    throw toDiscordError(error, 'download an attachment', signal.aborted);
  }
}

function attachmentsOf({
  attachments = [],
  message_snapshots: snapshots = [],
}: Partial<APIMessage>): APIAttachment[] {
  return [...attachments, ...snapshots.flatMap(({ message }) => message.attachments ?? [])];
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      throw new DiscordError('Discord: an attachment is larger than 25 MB.', { kind: 'invalid' });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
