import type { DownloadedFile, FileContent } from '../../contracts/files.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { unreadable } from '../unreadable.ts';
import { readDurationMs } from './read-duration-ms.ts';
import { readTracks } from './read-tracks.ts';

/** The names that services know, for the names that files and networks give. */
const USUAL_NAMES: Readonly<Record<string, string>> = {
  'audio/opus': 'audio/ogg',
  'video/ogg': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'audio/x-m4a': 'audio/mp4',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-wav': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'audio/x-aac': 'audio/aac',
  'video/x-m4v': 'video/mp4',
};

/**
 * Reads a recording: its bytes as they are, the type by its content, and the duration where the file
 * says it. A video without sound has nothing for a transcriber.
 */
export function readAudio({ bytes }: DownloadedFile, mime: string): FileContent {
  const tracks = readTracks(bytes, mime);
  if (!tracks.hasSound) return unreadable('unknown kind');

  const usual = USUAL_NAMES[mime] ?? mime;
  const name = tracks.hasPictures ? usual : usual.replace(/^video\/(mp4|webm)$/, 'audio/$1');
  const durationMs = readDurationMs(bytes, name);
  return { kind: 'audio', audio: omitUndefined({ mime: name, bytes, durationMs }) };
}
