import type { ProviderErrorKind } from '../contracts/provider.ts';
import type { Transcriber } from '../contracts/transcriber.ts';
import { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { withTimeout } from '../lib/with-timeout.ts';
import { explain } from './explain.ts';
import type { Row } from './row.ts';
import { writeTone } from './write-tone.ts';

const PART = 'transcription';
const TIMEOUT_MS = 30_000;
const CHECK_MODEL = 'Check TRANSCRIPTION_MODEL, TRANSCRIPTION_BASE_URL and TRANSCRIPTION_HEADERS.';
const LATER = 'Try again in a minute. If it stays, look at the log of its server.';
/** What helps differs from the services of answers: other variables name the model, and there is one key. */
const CURES: Readonly<Partial<Record<ProviderErrorKind, string>>> = {
  permission:
    'Give the key in TRANSCRIPTION_API_KEY the right to use this model, or name another model in TRANSCRIPTION_MODEL.',
  not_found: 'Check TRANSCRIPTION_MODEL and TRANSCRIPTION_BASE_URL.',
  bad_request: CHECK_MODEL,
  content_filter: CHECK_MODEL,
  context_length: CHECK_MODEL,
  too_large: CHECK_MODEL,
  empty: CHECK_MODEL,
  rate_limit: 'Try again in a minute.',
  overloaded: LATER,
  server: LATER,
};

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
    const finding = explain(PART, 'recording', error);
    const cure = error instanceof ProviderError ? CURES[error.kind] : undefined;
    return [{ part: PART, ...finding, ...(cure && { cure }) }];
  }
}
