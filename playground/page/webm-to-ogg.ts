import { readWebmFrames } from './read-webm-frames.ts';

const SAMPLES_PER_MS = 48;
/** The milliseconds of a frame, by the configuration in its first byte (RFC 6716, 3.1). */
const SILK_MS = [10, 20, 40, 60];
const HYBRID_MS = [10, 20];
const CELT_MS = [2.5, 5, 10, 20];
const FIRST_PAGE = 2;
const LAST_PAGE = 4;
const MAX_SEGMENTS = 255;
/** Any number: there is one stream in the file. */
const SERIAL_NUMBER = 0x50617221;

/**
 * Puts a WebM recording into an Ogg file, as the apps of both networks record voice messages.
 * Browsers without Ogg record WebM with the same frames inside. `undefined`: it is no WebM
 * recording.
 */
export function webmToOgg(webm: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const stream = readWebmFrames(webm);
  if (stream === undefined) return undefined;

  const pages = [
    createPage([stream.header], { flags: FIRST_PAGE, samples: 0, number: 0 }),
    createPage([createTags()], { flags: 0, samples: 0, number: 1 }),
  ];
  let samples = 0;
  stream.frames.forEach((frame, index) => {
    samples += countSamples(frame);
    const flags = index === stream.frames.length - 1 ? LAST_PAGE : 0;
    pages.push(createPage([frame], { flags, samples, number: index + 2 }));
  });
  return join(pages);
}

/** The comments that every Opus file has (RFC 7845, 5.2): the name of the writer, and none. */
function createTags(): Uint8Array {
  const writer = new TextEncoder().encode('Parley playground');
  const length = new Uint8Array(new Uint32Array([writer.length]).buffer);
  return join([new TextEncoder().encode('OpusTags'), length, writer, new Uint8Array(4)]);
}

function countSamples(packet: Uint8Array): number {
  const first = packet[0] ?? 0;
  const configuration = first >> 3;
  const frameCounts = [1, 2, 2, (packet[1] ?? 0) & 63];
  const frameMs = findFrameMs(configuration);
  return frameMs * SAMPLES_PER_MS * (frameCounts[first & 3] ?? 1);
}

function findFrameMs(configuration: number): number {
  if (configuration < 12) return SILK_MS[configuration % 4] ?? 20;
  if (configuration < 16) return HYBRID_MS[configuration % 2] ?? 20;
  return CELT_MS[configuration % 4] ?? 20;
}

/** Creates a page of an Ogg file (RFC 3533, 6) with whole packets. */
function createPage(
  packets: readonly Uint8Array[],
  { flags, samples, number }: { flags: number; samples: number; number: number },
): Uint8Array {
  const lacing = packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / MAX_SEGMENTS) }, () => MAX_SEGMENTS),
    length % MAX_SEGMENTS,
  ]);
  const head = new DataView(new ArrayBuffer(27));
  [...'OggS'].forEach((letter, index) => {
    head.setUint8(index, letter.charCodeAt(0));
  });
  head.setUint8(5, flags);
  head.setBigUint64(6, BigInt(samples), true);
  head.setUint32(14, SERIAL_NUMBER, true);
  head.setUint32(18, number, true);
  head.setUint8(26, lacing.length);

  const page = join([new Uint8Array(head.buffer), Uint8Array.from(lacing), ...packets]);
  new DataView(page.buffer).setUint32(22, checksum(page), true);
  return page;
}

/** The CRC of Ogg: polynomial 0x04c11db7, not reflected. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}
