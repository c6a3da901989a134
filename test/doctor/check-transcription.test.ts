import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DownloadedFile } from '../../src/contracts/files.ts';
import { checkTranscription } from '../../src/doctor/check-transcription.ts';
import { ProviderError } from '../../src/errors.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

describe('the check of the transcription', () => {
  test('sends a second of sound, and tells the model', async () => {
    let sent: DownloadedFile | undefined;
    const transcriber = {
      model: 'whisper-x',
      async transcribe(file: DownloadedFile) {
        sent = file;
        return '';
      },
    };
    const [row] = await checkTranscription(transcriber, createFakeClock());
    assert.deepEqual(
      [row?.state, row?.result],
      ['good', 'whisper-x heard a second of sound in 0.0 s.'],
    );

    const wav = Buffer.from(sent?.bytes ?? []);
    assert.equal(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 16), 'RIFFWAVEfmt ');
    assert.deepEqual([wav.readUInt32LE(24), wav.length], [16_000, 32_044]);
  });

  test('says which variable to check', async () => {
    const transcribe = async () => {
      throw new ProviderError('transcription refused the key. Check TRANSCRIPTION_API_KEY.', {
        kind: 'auth',
        provider: 'transcription',
      });
    };
    const [row] = await checkTranscription({ model: 'm', transcribe }, createFakeClock());
    assert.deepEqual([row?.state, row?.cure], ['bad', 'Check TRANSCRIPTION_API_KEY.']);
  });

  test('names the variables of the transcription, and none of the answers', async () => {
    const kinds = [
      'permission',
      'not_found',
      'bad_request',
      'too_large',
      'rate_limit',
      'server',
    ] as const;
    for (const kind of kinds) {
      const transcribe = () =>
        Promise.reject(new ProviderError('It refused.', { kind, provider: 'transcription' }));
      const [row] = await checkTranscription({ model: 'm', transcribe }, createFakeClock());
      assert.doesNotMatch(row?.cure ?? '', /DEFAULT_MODEL|API_KEYS|status page of/, kind);
      const isPassing = kind === 'rate_limit' || kind === 'server';
      assert.match(row?.cure ?? '', isPassing ? /in a minute/ : /TRANSCRIPTION_MODEL/, kind);
    }
  });
});
