/** The sound of a recording: the header of its codec, and its frames in order. */
export interface OpusStream {
  /** The identification header of Opus (`OpusHead`). */
  readonly header: Uint8Array;
  readonly frames: readonly Uint8Array[];
}

/** The ids of the elements of Matroska (RFC 9559) that lead to the sound. */
const ID = {
  segment: 0x18538067,
  tracks: 0x1654ae6b,
  track: 0xae,
  codecPrivate: 0x63a2,
  cluster: 0x1f43b675,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
} as const;
const CONTAINERS: readonly number[] = [ID.segment, ID.tracks, ID.track, ID.cluster, ID.blockGroup];
/** A block begins with the track's number, a time of two bytes, and flags. */
const BLOCK_HEAD_BYTES = 3;

/**
 * Reads the frames of a WebM recording with one track, as browsers make them. `undefined`: it is no
 * such recording.
 */
export function readWebmFrames(bytes: Uint8Array): OpusStream | undefined {
  let header: Uint8Array | undefined;
  const frames: Uint8Array[] = [];

  const readElements = (start: number, end: number): void => {
    let position = start;
    while (position < end) {
      const id = readNumber(bytes, position, true);
      const size = readNumber(bytes, position + id.length, false);
      const contentStart = position + id.length + size.length;
      // A browser that is still recording does not know the sizes of the outer elements.
      const contentEnd = size.isUnknown ? end : Math.min(contentStart + size.value, end);
      const content = bytes.subarray(contentStart, contentEnd);

      if (CONTAINERS.includes(id.value)) readElements(contentStart, contentEnd);
      else if (id.value === ID.codecPrivate) header = content;
      else if (id.value === ID.simpleBlock || id.value === ID.block)
        frames.push(content.subarray(readNumber(content, 0, false).length + BLOCK_HEAD_BYTES));
      position = contentEnd;
    }
  };

  readElements(0, bytes.length);
  return header === undefined || frames.length === 0 ? undefined : { header, frames };
}

/**
 * Reads a number of one to eight bytes: the zeros before its first bit give its length. The id of an
 * element keeps that bit.
 */
function readNumber(bytes: Uint8Array, position: number, keepsMark: boolean) {
  const first = bytes[position] ?? 0;
  const length = Math.clz32(first) - 23;
  const mark = 1 << (8 - length);

  let value = keepsMark ? first : first & (mark - 1);
  let isUnknown = (first & (mark - 1)) === mark - 1;
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[position + index] ?? 0;
    value = value * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { value, length, isUnknown };
}
