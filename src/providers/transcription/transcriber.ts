import type { Transcriber } from '../../contracts/transcriber.ts';
import { ConfigError } from '../../errors.ts';
import { readVariable } from '../../lib/env.ts';
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
  return {
    model,

    transcribe(file, signal) {
      const { contentType, body } = writeForm(model, file);
      const request = {
        method: 'POST' as const,
        url: joinUrl(baseUrl, 'audio/transcriptions'),
        headers: { ...bearerHeader(apiKey), 'content-type': contentType },
        body,
      };
      const call = { provider: 'transcription', request, limits: LIMITS };
      return requestText({ http, clock }, call, signal, readTranscript);
    },
  };
}

/** OpenAI and most others answer with JSON, some servers with the bare text. */
function readTranscript(body: string): string {
  const json = parseJson(body);
  if (isJsonObject(json) && json.error) throw reportedError(json);

  const text = isJsonObject(json) ? dig(json, 'text') : body;
  if (typeof text === 'string' && !/^\s*<(?:!doctype|html)/i.test(text)) return text.trim();
  throw new WireFault('sent an answer without a transcript');
}
