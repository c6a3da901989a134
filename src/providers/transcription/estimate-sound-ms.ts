import type { DownloadedFile } from '../../contracts/files.ts';

/** The bits of a second, rather too few: then the recording is rather too long. */
const BITS_PER_SECOND: readonly (readonly [mime: RegExp, bits: number])[] = [
  // Voice messages: Telegram's have about 24,000, Discord's 32,000.
  [/ogg|opus/, 16_000],
  [/^video/, 200_000],
  [/flac/, 300_000],
];
const USUAL_BITS_PER_SECOND = 32_000;
const RIFF = Buffer.from('RIFF');
/** In the header of a WAV file: its samples for each second, its bytes for each second, and those of one sample. */
const WAV_OFFSETS = { samples: 24, bytes: 28, sampleBytes: 32 };
const WAV_HEADER_BYTES = 44;
const LONGEST_MS = 24 * 3_600_000;

/** Estimates how long a recording is, from its size. */
export function estimateSoundMs({ mime, bytes }: DownloadedFile): number {
  const rate = readWavRate(bytes) ?? bitsOf(mime) / 8;
  return Math.min(LONGEST_MS, Math.ceil((bytes.length / rate) * 1_000));
}

function bitsOf(mime: string): number {
  const type = mime.toLowerCase();
  return BITS_PER_SECOND.find(([pattern]) => pattern.test(type))?.[1] ?? USUAL_BITS_PER_SECOND;
}

function readWavRate(bytes: Uint8Array): number | undefined {
  const isWav = bytes.length > WAV_HEADER_BYTES && Buffer.from(bytes.subarray(0, 4)).equals(RIFF);
  if (!isWav) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Who wants a recording to seem short may write any number of bytes: services go by the samples.
  const { samples, bytes: rate, sampleBytes } = WAV_OFFSETS;
  const played = view.getUint32(samples, true) * view.getUint16(sampleBytes, true);
  return Math.min(played, view.getUint32(rate, true)) || undefined;
}
