import type { Transcriber } from '../contracts/transcriber.ts';
import { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { withTimeout } from '../lib/with-timeout.ts';
import { explain } from './explain.ts';
import type { Row } from './row.ts';
import { writeTone } from './write-tone.ts';

const PART = 'transcription';
const TIMEOUT_MS = 30_000;

/** Sends a second of sound to the transcriber. Never rejects. */
export async function checkTranscription(
  transcriber: Transcriber & { readonly model: string },
  clock: Clock,
): Promise<readonly Row[]> {
  const startedAt = clock.now();
  const file = { name: 'tone.wav', mime: 'audio/wav', bytes: writeTone() };
  const onTimeout = () =>
    new ProviderError(`${PART} did not answer within ${TIMEOUT_MS / 1_000} s.`, {
      kind: 'timeout_first',
      provider: PART,
    });

  try {
    // A tone has no words, so any text is right.
    await withTimeout({ clock, timeoutMs: TIMEOUT_MS, onTimeout }, (signal) =>
      transcriber.transcribe(file, signal),
    );
    const seconds = ((clock.now() - startedAt) / 1_000).toFixed(1);
    const result = `${transcriber.model} heard a second of sound in ${seconds} s.`;
    return [{ part: PART, state: 'good', subject: 'recording', result }];
  } catch (error) {
    return [{ part: PART, ...explain(PART, 'recording', error) }];
  }
}
