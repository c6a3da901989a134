import type { REST } from 'discord.js';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { readBounded } from '../../../lib/read-bounded.ts';
import { DiscordError, toDiscordError } from '../connection/discord-error.ts';
import type { RestCalls } from '../connection/rest-calls.ts';
import { listAttachments } from './list-attachments.ts';
import { partialMessageReader } from './raw-message.ts';

const MAX_BYTES = 25 * 1024 * 1024;

interface FetchAttachmentParts {
  readonly calls: RestCalls;
  readonly rest: REST;
}

/**
 * Downloads an attachment of up to 25 MB. `ref` is `<channel id>/<message id>/<attachment id>`.
 *
 * It asks Discord for a fresh address, because addresses expire. The download uses the transport of
 * discord.js, and so its proxy.
 *
 * @throws A `DiscordError`.
 */
export async function fetchAttachment(
  ref: string,
  signal: AbortSignal,
  { calls, rest }: FetchAttachmentParts,
): Promise<Uint8Array> {
  const [channelId = '', messageId = '', attachmentId = ''] = ref.split('/');
  const message = await calls.send<unknown>('get', `/channels/${channelId}/messages/${messageId}`, {
    purpose: 'look for an attachment',
    signal,
    rateLimitKey: channelId,
  });

  const attachments = listAttachments(partialMessageReader(message) ?? {});
  const url = attachments.find(({ id }) => id === attachmentId)?.url;
  if (url === undefined) {
    throw new DiscordError('Discord: an attachment is no longer there.', { kind: 'gone' });
  }

  try {
    return await download(url, signal, rest);
  } catch (error) {
    throw toDiscordError(error, 'download an attachment', signal.aborted);
  }
}

async function download(url: string, signal: AbortSignal, rest: REST): Promise<Uint8Array> {
  const request = omitUndefined({ method: 'GET', signal, dispatcher: rest.agent ?? undefined });
  const { status, body } = await rest.options.makeRequest(url, request);

  if (status !== 200 || !body) {
    throw new DiscordError(`Discord: an attachment could not be downloaded (${status}).`, {
      kind: 'server',
    });
  }

  const onTooLarge = () =>
    new DiscordError('Discord: an attachment is larger than 25 MB.', { kind: 'invalid' });
  return readBounded(body, MAX_BYTES, onTooLarge);
}
