import { findBox } from './find-box.ts';
import { readMp3Seconds } from './read-mp3-seconds.ts';

type Reader = (bytes: Buffer) => number | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  'audio/mpeg': readMp3Seconds,
  'audio/ogg': readOgg,
  'audio/wav': readWav,
  'audio/flac': readFlac,
  'audio/mp4': readMp4,
  'video/mp4': readMp4,
  'video/quicktime': readMp4,
};
/** More is not a recording but a broken header. */
const LONGEST_MS = 7 * 24 * 3_600_000;

/**
 * Reads the duration of a recording where the file says it, without decoding.
 *
 * @param mime As a service names it.
 * @returns Milliseconds.
 */
export function readDurationMs(bytes: Uint8Array, mime: string): number | undefined {
  try {
    const seconds = READERS[mime]?.(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const ms = Math.round((seconds ?? 0) * 1_000);
    return ms > 0 && ms <= LONGEST_MS ? ms : undefined;
  } catch {
    // The file is shorter than its headers say.
    return undefined;
  }
}

/** The last page counts all samples (RFC 3533). Opus always counts 48,000 in a second (RFC 7845). */
function readOgg(bytes: Buffer): number | undefined {
  const lastPage = bytes.lastIndexOf('OggS');
  const opus = bytes.indexOf('OpusHead');
  const vorbis = bytes.indexOf('\x01vorbis', 0, 'latin1');
  const samples = Number(bytes.readBigInt64LE(lastPage + 6));
  if (opus >= 0) return (samples - bytes.readUInt16LE(opus + 10)) / 48_000;
  return vorbis >= 0 ? samples / bytes.readUInt32LE(vorbis + 12) : undefined;
}

function readWav(bytes: Buffer): number | undefined {
  const format = bytes.indexOf('fmt ');
  const data = bytes.indexOf('data', format);
  if (format < 0 || data < 0) return undefined;
  const bytesPerSecond = bytes.readUInt32LE(format + 16);
  // A program that writes to a pipe does not know the size, and writes the largest number.
  const size = Math.min(bytes.readUInt32LE(data + 4), bytes.length - data - 8);
  return size / bytesPerSecond;
}

/** STREAMINFO comes first: 20 bits of the rate, and, 16 bits later, 36 bits of the number of samples (RFC 9639). */
function readFlac(bytes: Buffer): number | undefined {
  const info = bytes.indexOf('fLaC') + 8;
  const rate = bytes.readUIntBE(info + 10, 3) >> 4;
  const samples = (bytes.readUInt8(info + 13) & 0x0f) * 2 ** 32 + bytes.readUInt32BE(info + 14);
  return samples / rate;
}

function readMp4(bytes: Buffer): number | undefined {
  const header = findBox(bytes, ['moov', 'mvhd']);
  if (!header) return undefined;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const isLong = view.getUint8(0) === 1;
  const scale = view.getUint32(isLong ? 20 : 12);
  const duration = isLong ? Number(view.getBigUint64(24)) : view.getUint32(16);
  return duration / scale;
}
