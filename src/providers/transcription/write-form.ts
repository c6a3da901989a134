import { randomUUID } from 'node:crypto';
import type { DownloadedFile } from '../../contracts/files.ts';

/** A form with a file, as `multipart/form-data`. */
export interface WrittenForm {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** By the type of the recording. Services tell the format by the ending of the name. */
const ENDINGS: Readonly<Record<string, string>> = {
  'audio/ogg': 'ogg',
  'audio/opus': 'ogg',
  'application/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/mp4': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/m4a': 'm4a',
  'audio/aac': 'm4a',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/flac': 'flac',
  'audio/x-flac': 'flac',
  'audio/webm': 'webm',
  'video/webm': 'webm',
  'video/mp4': 'mp4',
  'video/quicktime': 'mp4',
};
/** Telegram's name for voice messages, and the usual one, which not every service knows. */
const SAME_ENDINGS: Readonly<Record<string, string>> = { oga: 'ogg', opus: 'ogg', mov: 'mp4' };
const DEFAULT_ENDING = 'ogg';

/** Writes the form of a transcription. The name that the person gave the file stays here. */
export function writeForm(model: string, { name, mime, bytes }: DownloadedFile): WrittenForm {
  const boundary = `parley-${randomUUID()}`;
  const [type = ''] = mime.toLowerCase().split(';');
  const fileType = /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream';
  const head = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="model"',
    '',
    model,
    `--${boundary}`,
    `Content-Disposition: form-data; name="file"; filename="recording.${endingOf(name, type)}"`,
    `Content-Type: ${fileType}`,
    '',
    '',
  ].join('\r\n');
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}

function endingOf(name: string, type: string): string {
  const byType = ENDINGS[type.trim()];
  if (byType) return byType;

  const ending = /\.([a-z0-9]{2,4})$/i.exec(name)?.[1]?.toLowerCase();
  return ending ? (SAME_ENDINGS[ending] ?? ending) : DEFAULT_ENDING;
}
