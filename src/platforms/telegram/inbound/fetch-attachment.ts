import http from 'node:http';
import https from 'node:https';
import { PlatformError, type PlatformErrorKind } from '../../../errors.ts';
import { readBounded } from '../../../lib/read-bounded.ts';
import { type Connection, grammySignal } from '../connection/connect.ts';
import { toTelegramError } from '../connection/telegram-error.ts';

/** The largest file that Telegram's own server gives to bots. */
const MAX_BYTES = 20 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

/**
 * Downloads a file into memory, from the configured server only: no redirect is followed. Its address holds
 * the token, so it never leaves this file.
 *
 * @throws A `PlatformError`: `gone` when the file no longer exists, `invalid` when it is larger
 * than 20 MB.
 */
export async function fetchAttachment(
  connection: Connection,
  fileId: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { path, bytes } = await findFile(connection, fileId, signal);
  if (bytes > MAX_BYTES) throw tooLargeError();

  const downloadSignal = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const paths = path.startsWith('/') ? localPaths(path, connection) : [path];
    for (const each of paths) {
      const content = await download(
        connection.fileUrl(toUrlPath(each)),
        connection,
        downloadSignal,
      );
      if (content) return content;
    }
  } catch (error) {
    throw toTelegramError('the download of a file', error, signal);
  }
  throw path.startsWith('/') ? unservedError() : fileError('gone', 'Telegram refused a file: 404.');
}

async function findFile(
  { api }: Connection,
  fileId: string,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly bytes: number }> {
  const file = await api.getFile(fileId, grammySignal(signal)).catch((error: unknown) => {
    const failure = toTelegramError('getFile', error, signal);
    // Telegram no longer knows the id, or never gave it to this bot.
    const isGone = failure.kind === 'invalid' && !/too big/i.test(failure.message);
    throw isGone ? fileError('gone', failure.message) : failure;
  });

  const { file_path: path, file_size: bytes = 0 } = file;
  if (!path) throw fileError('gone', 'Telegram no longer has this file.');
  // Servers give plain paths. Dots would lead out of the files of this bot.
  if (path.split('/').includes('..')) throw fileError('gone', 'Telegram gave no path of a file.');
  return { path, bytes };
}

/**
 * A server with --local gives the path on its own disk. The web server beside it serves the part behind the
 * folder of the bot (tdlib/telegram-bot-api #345), or the whole path (aiogram/telegram-bot-api PR 22).
 */
function localPaths(path: string, { token }: Connection): readonly string[] {
  const [, behindFolder] = path.split(`/${token}/`);
  return behindFolder === undefined ? [path] : [behindFolder, path];
}

/** Signs that would end the path of an address. */
function toUrlPath(path: string): string {
  return path.replace(/[%?#\\]/g, encodeURIComponent);
}

/** `undefined`: the server has no file there. */
async function download(
  url: string,
  { agent }: Connection,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const { get } = url.startsWith('https:') ? https : http;
  get(url, { agent, signal }, resolve).on('error', reject);
  const response = await promise;

  const { statusCode: status } = response;
  if (status !== 200) {
    response.destroy();
    if (status === 404) return undefined;
    throw fileError('server', `Telegram refused a file: ${status}.`);
  }

  return readBounded(response, MAX_BYTES, tooLargeError);
}

function unservedError(): PlatformError {
  return fileError(
    'server',
    'The Bot API server at TELEGRAM_API_URL runs with --local, keeps files on its own disk, and does not serve them. ' +
      'Start it without --local, or let its web server serve its folder under /file.',
  );
}

function tooLargeError(): PlatformError {
  const megabytes = MAX_BYTES / 1024 / 1024;
  return fileError('invalid', `Telegram gives bots no file above ${megabytes} MB.`);
}

function fileError(kind: PlatformErrorKind, message: string): PlatformError {
  return new PlatformError(message, { kind, platform: 'telegram' });
}
