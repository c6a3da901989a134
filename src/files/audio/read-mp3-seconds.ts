/** In kbit/s, by the index in a frame's header. Layer III of MPEG 1, and of MPEG 2 and 2.5. */
const BIT_RATES = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000];
const ID3_HEADER_BYTES = 10;
/** Programs put a picture of the cover before the sound, and sometimes zeros after it. */
const MAX_SEARCH_BYTES = 65_536;
/** Where the header of a variable bit rate may be, behind the frame's header. */
const SIDE_INFO_BYTES = 60;

/** Computes the duration of an MP3 from its first frame: from its number of frames if that is there, else from its bit rate. */
export function readMp3Seconds(bytes: Buffer): number | undefined {
  const start = findFrame(bytes, skipId3(bytes));
  if (start === undefined) return undefined;

  const version = (bytes.readUInt8(start + 1) >> 3) & 3;
  const rates = version === 3 ? BIT_RATES[1] : BIT_RATES[2];
  const kilobits = rates[bytes.readUInt8(start + 2) >> 4] ?? 0;
  const fraction = version === 3 ? 1 : version === 2 ? 2 : 4;
  const sampleRate = (SAMPLE_RATES[(bytes.readUInt8(start + 2) >> 2) & 3] ?? 0) / fraction;
  if (kilobits === 0 || sampleRate === 0) return undefined;

  const frames = readFrameCount(bytes.subarray(start, start + SIDE_INFO_BYTES));
  const samplesPerFrame = version === 3 ? 1_152 : 576;
  if (frames !== undefined) return (frames * samplesPerFrame) / sampleRate;
  return (bytes.length - start) / (kilobits * 125);
}

/** A tag has its size in four bytes of seven bits each (ID3v2, section 3.1). */
function skipId3(bytes: Buffer): number {
  if (bytes.toString('latin1', 0, 3) !== 'ID3') return 0;
  const size = [6, 7, 8, 9].reduce((sum, index) => sum * 128 + ((bytes[index] ?? 0) & 0x7f), 0);
  return ID3_HEADER_BYTES + size;
}

/** Eleven bits of 1, a version that exists, and Layer III. */
function findFrame(bytes: Buffer, from: number): number | undefined {
  const end = Math.min(bytes.length - SIDE_INFO_BYTES, from + MAX_SEARCH_BYTES);
  for (let offset = from; offset < end; offset++) {
    const second = bytes[offset + 1] ?? 0;
    const isSync = bytes[offset] === 0xff && (second & 0xe0) === 0xe0;
    if (isSync && (second & 0x18) !== 0x08 && (second & 0x06) === 0x02) return offset;
  }
  return undefined;
}

/** `Xing` and `Info` are followed by flags, the lowest of which says that the number of frames comes next. */
function readFrameCount(frame: Buffer): number | undefined {
  const header = Math.max(frame.indexOf('Xing'), frame.indexOf('Info'));
  if (header < 0 || header + 12 > frame.length) return undefined;
  const hasFrames = (frame.readUInt32BE(header + 4) & 1) === 1;
  return hasFrames ? frame.readUInt32BE(header + 8) : undefined;
}
