const SAMPLES_PER_SECOND = 16_000;
const BYTES_PER_SAMPLE = 2;
const HEADER_BYTES = 44;
const HERTZ = 440;
const LOUDNESS = 8_000;

/** Writes a second of a quiet tone as a WAV file: mono, 16 bits. */
export function writeTone(): Uint8Array {
  const dataBytes = SAMPLES_PER_SECOND * BYTES_PER_SAMPLE;
  const file = Buffer.alloc(HEADER_BYTES + dataBytes);
  file.write('RIFF', 0);
  file.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  // PCM, one channel.
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  file.writeUInt32LE(SAMPLES_PER_SECOND * BYTES_PER_SAMPLE, 28);
  file.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  file.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  file.write('data', 36);
  file.writeUInt32LE(dataBytes, 40);

  for (let sample = 0; sample < SAMPLES_PER_SECOND; sample += 1) {
    const height = Math.sin((2 * Math.PI * HERTZ * sample) / SAMPLES_PER_SECOND);
    file.writeInt16LE(Math.round(height * LOUDNESS), HEADER_BYTES + sample * BYTES_PER_SAMPLE);
  }
  return file;
}
