/** Marks in the first bytes of files that a browser can show: offset, bytes, type. */
const MARKS: readonly (readonly [offset: number, mark: string, type: string])[] = [
  [0, '\x89PNG\r\n\x1a\n', 'image/png'],
  [0, '\xff\xd8\xff', 'image/jpeg'],
  [0, 'GIF8', 'image/gif'],
  [8, 'WEBP', 'image/webp'],
  [8, 'WAVE', 'audio/wav'],
  [0, 'OggS', 'audio/ogg'],
  [0, 'ID3', 'audio/mpeg'],
  [0, '\xff\xfb', 'audio/mpeg'],
  [0, 'fLaC', 'audio/flac'],
  [4, 'ftypM4A', 'audio/mp4'],
  [4, 'ftyp', 'video/mp4'],
  [0, '\x1a\x45\xdf\xa3', 'video/webm'],
];

/**
 * The type of a picture, a recording or a video, by its bytes. `undefined`: anything else, which the
 * page must not show, whatever its name says: an SVG or a page could run scripts.
 */
export function findMediaType(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1');
  return MARKS.find(([offset, mark]) => head.startsWith(mark, offset))?.[2];
}
