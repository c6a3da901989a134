import type { Attempt } from '../../contracts/attempt.ts';
import type { DownloadedFile } from '../../contracts/files.ts';
import type { Transcriber } from '../../contracts/transcriber.ts';
import { ConfigError, ProviderError } from '../../errors.ts';
import { countAudioTokens } from '../../lib/count-image-tokens.ts';
import { readVariable } from '../../lib/env.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { withProviderSettings } from '../configured-providers.ts';
import type { ProviderParts } from '../provider-parts.ts';
import { reportedError } from '../wire/body/read-frame.ts';
import { joinUrl } from '../wire/exchange/join-url.ts';
import { requestText } from '../wire/exchange/request-text.ts';
import type { TimeLimits } from '../wire/exchange/time-limits.ts';
import { dig, isJsonObject, parseJson } from '../wire/json.ts';
import { bearerHeader } from '../wire/settings/bearer-header.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { WireFault } from '../wire/wire-fault.ts';
import { estimateSoundMs } from './estimate-sound-ms.ts';
import { readTranscriptUsage, usageOfFailure } from './transcript-usage.ts';
import { transcriptionPrice } from './transcription-price.ts';
import { writeForm } from './write-form.ts';

/**
 * The models of the services that have one to recommend. OpenAI ends whisper-1 and gpt-4o-transcribe on
 * 2027-02-26, and names this one in their place (developers.openai.com, deprecations).
 */
const DEFAULT_MODELS: Readonly<Record<string, string>> = {
  'api.openai.com': 'gpt-transcribe',
  'api.groq.com': 'whisper-large-v3-turbo',
};
/** A service hears the whole recording before its first word. */
const LIMITS: TimeLimits = {
  headersMs: 180_000,
  firstContentMs: 180_000,
  idleMs: 60_000,
  totalMs: 240_000,
};

const PROVIDER = 'transcription';
/** OpenAI's models that count tokens write no more (developers.openai.com, gpt-4o-transcribe). */
const LONGEST_TRANSCRIPT_TOKENS = 2_000;

/** A transcriber, and its model for the doctor. */
export interface ConfiguredTranscriber extends Transcriber {
  readonly model: string;
}

/**
 * Creates the transcriber of `TRANSCRIPTION_…`: any service with OpenAI's `audio/transcriptions`. Gives
 * `undefined` when neither its key nor its address is set. A key of OpenAI for answers alone switches nothing on:
 * recordings go only to a service that the operator has named for them.
 *
 * @throws A `ConfigError` that names the variable and the cure.
 */
export function createTranscriber(parts: ProviderParts): ConfiguredTranscriber | undefined {
  const { env, clock } = parts;
  const endpoint = readEndpoint(env, 'TRANSCRIPTION', 'https://api.openai.com/v1');
  const chosenModel = readVariable(env, 'TRANSCRIPTION_MODEL');
  if (!endpoint) {
    if (!chosenModel) return undefined;
    throw new ConfigError(
      'TRANSCRIPTION_MODEL is set, but no service is. Set TRANSCRIPTION_API_KEY or TRANSCRIPTION_BASE_URL too.',
    );
  }

  const { baseUrl, apiKey } = endpoint;
  const model = chosenModel ?? DEFAULT_MODELS[baseUrl.hostname];
  if (model === undefined) {
    throw new ConfigError(
      'TRANSCRIPTION_MODEL is not set, and this service has no usual model. Set the name of one that it lists.',
    );
  }

  const http = withProviderSettings(parts.http, env, 'TRANSCRIPTION');
  const price = transcriptionPrice(env, baseUrl.hostname, model);
  const names = { provider: PROVIDER, model };

  const request = (file: DownloadedFile, signal: AbortSignal) => {
    const { contentType, body } = writeForm(model, file);
    const call = {
      provider: PROVIDER,
      request: {
        method: 'POST' as const,
        url: joinUrl(baseUrl, 'audio/transcriptions'),
        headers: { ...bearerHeader(apiKey), 'content-type': contentType },
        body,
      },
      limits: LIMITS,
    };
    return requestText({ http, clock }, call, signal, readTranscript);
  };

  return {
    model,

    plan(file) {
      const audioMs = estimateSoundMs(file);
      const promptTokens = price?.input ? countAudioTokens({ durationMs: audioMs }) : 0;
      const most = { promptTokens, images: 0, audioMs, maxAnswerTokens: LONGEST_TRANSCRIPT_TOKENS };
      return { ...names, ...most, ...omitUndefined({ price }) };
    },

    async transcribe(file, signal, onUsed) {
      const startedAt = clock.now();
      const soundMs = estimateSoundMs(file);
      const report = (
        outcome: Attempt['outcome'],
        used: ReturnType<typeof readTranscriptUsage>,
      ): void => onUsed?.({ ...names, outcome, endMs: clock.now() - startedAt, ...used });

      const transcript = await request(file, signal).catch((error: unknown) => {
        const failure = error instanceof ProviderError ? error.kind : 'protocol';
        const outcome = failure === 'canceled' ? 'stopped' : failure;
        report(outcome, usageOfFailure(outcome, soundMs, price));
        throw error;
      });
      report('answered', readTranscriptUsage(transcript.json, soundMs, price));
      return transcript.text;
    },
  };
}

/** OpenAI and most others answer with JSON, some servers with the bare text. */
function readTranscript(body: string): { readonly text: string; readonly json: unknown } {
  const json = parseJson(body);
  if (isJsonObject(json) && json.error) throw reportedError(json);

  const text = isJsonObject(json) ? dig(json, 'text') : body;
  if (typeof text === 'string' && !/^\s*<(?:!doctype|html)/i.test(text))
    return { text: text.trim(), json };
  throw new WireFault('sent an answer without a transcript');
}
