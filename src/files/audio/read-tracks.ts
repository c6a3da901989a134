import { findBox } from './find-box.ts';

/** The kinds of tracks in a file. */
interface Tracks {
  readonly hasSound: boolean;
  readonly hasPictures: boolean;
}

/** The names of codecs stand in the head of a WebM or Matroska file. */
const WEBM_HEAD_BYTES = 256 * 1_024;

/** Finds out whether a file has sound and pictures. Files that do not say it count as sound. */
export function readTracks(bytes: Uint8Array, mime: string): Tracks {
  if (/^(video|audio)\/(mp4|x-m4a|x-m4v|quicktime|3gpp2?)$/.test(mime)) return readMp4Tracks(bytes);
  if (/^video\/(webm|matroska)$/.test(mime)) return readWebmTracks(bytes);
  return { hasSound: true, hasPictures: mime.startsWith('video/') };
}

/** The handler of each track in an MP4 file is `soun` or `vide`. */
function readMp4Tracks(bytes: Uint8Array): Tracks {
  const movie = findBox(bytes, ['moov']);
  if (!movie) return { hasSound: true, hasPictures: true };
  return { hasSound: includes(movie, 'soun'), hasPictures: includes(movie, 'vide') };
}

/** The names of codecs begin with A_ or V_, as `A_OPUS` and `V_VP9`. */
function readWebmTracks(bytes: Uint8Array): Tracks {
  const head = bytes.subarray(0, WEBM_HEAD_BYTES);
  const hasPictures = ['V_VP', 'V_AV1', 'V_MPEG', 'V_MS', 'V_THEORA'].some((name) =>
    includes(head, name),
  );
  const hasSound = ['A_OPUS', 'A_VORBIS', 'A_AAC', 'A_MPEG', 'A_FLAC', 'A_PCM', 'A_AC3'].some(
    (name) => includes(head, name),
  );
  return { hasSound: hasSound || !hasPictures, hasPictures };
}

function includes(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text, 0, 'latin1');
}
