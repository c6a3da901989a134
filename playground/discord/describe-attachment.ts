import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { readPictureSize } from '../picture-size.ts';
import type { SaidFile } from '../said-message.ts';
import type { Attachment } from './message.ts';

/** The loudness that the local app sends with each voice message: 32 bytes of 0 to 255. */
const WAVEFORM = Buffer.from(
  Array.from({ length: 32 }, (_, index) => 60 + ((index * 73) % 160)),
).toString('base64');
const DEFAULT_VOICE_MS = 2_000;

/** Describes a file as Discord does: pictures have a size, voice messages a length. */
export function describeAttachment(id: string, file: SaidFile): Attachment {
  const { name, mime, bytes, sentAs, durationMs } = file;
  const voiceFields =
    sentAs === 'voice'
      ? { durationSeconds: (durationMs ?? DEFAULT_VOICE_MS) / 1000, waveform: WAVEFORM }
      : {};
  return omitUndefined({
    id,
    name: toFileName(name),
    mime,
    size: bytes.length,
    bytes,
    ...readPictureSize(bytes),
    ...voiceFields,
  });
}

/** Discord keeps letters, digits, `_`, `-` and `.` of any script, and writes `_` for spaces. */
function toFileName(name: string): string {
  const cleaned = name.replaceAll(/\s+/g, '_').replaceAll(/[^\p{L}\p{M}\p{N}_.-]/gu, '');
  return cleaned === '' ? 'unknown' : cleaned;
}
