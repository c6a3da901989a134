import type { REST } from 'discord.js';
import type { Clock } from '../../../lib/clock.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { readBounded } from '../../../lib/read-bounded.ts';
import { withTimeout } from '../../../lib/with-timeout.ts';
import { DiscordError, hasKind, toDiscordError } from '../connection/discord-error.ts';
import type { FileHosts } from '../connection/file-hosts.ts';
import type { KeptFile } from './carried.ts';
import type { MessageSource } from './message-source.ts';

const MAX_BYTES = 25 * 1024 * 1024;
const DOWNLOAD_TIMEOUT_MS = 30_000;
/** Codes with which a store refuses an address that has expired. */
const GONE_STATUSES = [403, 404, 410];

interface FetchAttachmentParts {
  readonly source: MessageSource;
  readonly hosts: FileHosts;
  readonly rest: REST;
  readonly clock: Clock;
}

/**
 * Downloads a file of a message, of up to 25 MB, within 30 s. `ref` is
 * `<channel id>/<message id>/<key of the file in its message>`.
 *
 * Where the message of an event is older than a minute, or an address has expired, it asks Discord for a
 * fresh address. It downloads only from Discord's own
 * stores and from the configured API's, and follows no redirect. The download uses the transport of
 * discord.js, and so its proxy.
 *
 * @throws A `DiscordError`.
 */
export async function fetchAttachment(
  ref: string,
  signal: AbortSignal,
  { source, hosts, rest, clock }: FetchAttachmentParts,
): Promise<Uint8Array> {
  const [channelId = '', messageId = '', key = ''] = ref.split('/');

  async function findAddress(): Promise<string> {
    const stickerId = /^sticker-(\w[\w-]*)$/.exec(key)?.[1];
    if (stickerId !== undefined) return hosts.stickerAddress(stickerId);

    return addressOf(await source.readFiles(channelId, messageId, signal), key, hosts);
  }

  const timeout = new DiscordError('Discord: the download of a file took too long.', {
    kind: 'network',
  });
  const downloadFrom = (address: string) =>
    withTimeout({ clock, timeoutMs: DOWNLOAD_TIMEOUT_MS, onTimeout: () => timeout }, (timedOut) =>
      download(address, AbortSignal.any([signal, timedOut]), rest),
    );

  try {
    return await downloadFrom(await findAddress());
  } catch (error) {
    const failure = toDiscordError(error, 'download a file', signal.aborted);
    if (!hasKind(failure, 'gone')) throw failure;
  }

  source.forget(channelId, messageId);
  try {
    return await downloadFrom(await findAddress());
  } catch (error) {
    throw toDiscordError(error, 'download a file', signal.aborted);
  }
}

function addressOf(files: readonly KeptFile[], key: string, hosts: FileHosts): string {
  const file = files.find((each) => each.key === key);
  if (!file) throw new DiscordError('Discord: a file is no longer there.', { kind: 'gone' });

  const address = file.addresses.find((each) => hosts.allows(each, file.isUploaded));
  if (address !== undefined) return address;
  throw new DiscordError('Discord: a file is on a host that is not for files of messages.', {
    kind: 'invalid',
  });
}

async function download(url: string, signal: AbortSignal, rest: REST): Promise<Uint8Array> {
  const request = omitUndefined({ method: 'GET', signal, dispatcher: rest.agent ?? undefined });
  const { status, body } = await rest.options.makeRequest(url, request);

  if (status !== 200 || !body) {
    const isRedirect = status >= 300 && status < 400;
    const kind = isRedirect ? 'invalid' : GONE_STATUSES.includes(status) ? 'gone' : 'server';
    throw new DiscordError(`Discord: a file could not be downloaded (${status}).`, { kind });
  }

  const onTooLarge = () =>
    new DiscordError('Discord: a file is larger than 25 MB.', { kind: 'invalid' });
  return readBounded(body, MAX_BYTES, onTooLarge);
}
