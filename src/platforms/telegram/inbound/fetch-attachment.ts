import http from 'node:http';
import https from 'node:https';
import { PlatformError, type PlatformErrorKind } from '../../../errors.ts';
import type { Connection } from '../connection/connect.ts';
import { grammySignal } from '../connection/connect.ts';
import { toTelegramError } from '../connection/telegram-error.ts';

/** What Telegram's own server gives to bots. */
const MAX_BYTES = 20 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

/** The bytes of a file. Its address holds the token and stays in here. */
export async function fetchAttachment(
  { api, agent, fileUrl }: Connection,
  fileId: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const file = await api.getFile(fileId, grammySignal(signal)).catch((error: unknown) => {
    throw toTelegramError('getFile', error, signal);
  });
  const { file_path: path, file_size: bytes = 0 } = file;
  if (!path) throw failure('gone', 'Telegram has no such file any more.');
  if (path.startsWith('/')) {
    throw failure(
      'invalid',
      'The Bot API server at TELEGRAM_API_URL runs with --local and keeps files on its own disk. Start it without --local.',
    );
  }
  if (bytes > MAX_BYTES) throw tooBig();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  return get(fileUrl(path), agent, limit).catch((error: unknown) => {
    throw toTelegramError('the download of a file', error, signal);
  });
}

async function get(url: string, agent: http.Agent, signal: AbortSignal): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const { get: request } = url.startsWith('https:') ? https : http;
  request(url, { agent, signal }, resolve).on('error', reject);
  const response = await promise;
  if (response.statusCode !== 200) {
    response.destroy();
    throw failure(
      response.statusCode === 404 ? 'gone' : 'server',
      `Telegram refused a file: ${response.statusCode}.`,
    );
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw tooBig();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooBig(): PlatformError {
  return failure('invalid', `Telegram gives bots no file above ${MAX_BYTES / 1024 / 1024} MB.`);
}

function failure(kind: PlatformErrorKind, message: string): PlatformError {
  return new PlatformError(message, { kind, platform: 'telegram' });
}
