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
 * Downloads a file into memory. Its address holds the token, so it never leaves this file.
 *
 * @throws A `PlatformError`: `gone` when the file no longer exists, `invalid` when it is larger
 * than 20 MB.
 */
export async function fetchAttachment(
  { api, agent, fileUrl }: Connection,
  fileId: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const file = await api.getFile(fileId, grammySignal(signal)).catch((error: unknown) => {
    throw toTelegramError('getFile', error, signal);
  });
  const { file_path: path, file_size: bytes = 0 } = file;

  if (!path) throw fileError('gone', 'Telegram no longer has this file.');
  if (path.startsWith('/')) {
    throw fileError(
      'invalid',
      'The Bot API server at TELEGRAM_API_URL runs with --local and keeps files on its own disk. Start it without --local.',
    );
  }
  if (bytes > MAX_BYTES) throw tooLargeError();

  const downloadSignal = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  return download(fileUrl(path), agent, downloadSignal).catch((error: unknown) => {
    throw toTelegramError('the download of a file', error, signal);
  });
}

async function download(url: string, agent: http.Agent, signal: AbortSignal): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const { get } = url.startsWith('https:') ? https : http;
  get(url, { agent, signal }, resolve).on('error', reject);
  const response = await promise;

  const { statusCode: status } = response;
  if (status !== 200) {
    response.destroy();
    throw fileError(status === 404 ? 'gone' : 'server', `Telegram refused a file: ${status}.`);
  }

  return readBounded(response, MAX_BYTES, tooLargeError);
}

function tooLargeError(): PlatformError {
  const megabytes = MAX_BYTES / 1024 / 1024;
  return fileError('invalid', `Telegram gives bots no file above ${megabytes} MB.`);
}

function fileError(kind: PlatformErrorKind, message: string): PlatformError {
  return new PlatformError(message, { kind, platform: 'telegram' });
}
