import type { ChatRequest, ParameterRanges } from '../contracts/provider.ts';
import { ConfigError } from '../errors.ts';
import { readVariable } from '../lib/env.ts';
import type { ProviderFactory } from './provider-parts.ts';
import { createChunkDecoder } from './wire/chat-completions/chunk-decoder.ts';
import { fitSampling } from './wire/sampling.ts';
import { createService } from './wire/service.ts';
import { readWebAddress } from './wire/settings/web-address.ts';
import { createUnknownModelError } from './wire/unknown-model-error.ts';

/** The server decides which model answers. It was always this one. */
const MODEL = 'gpt-3.5-turbo';
const TEMPERATURE = { min: 0, max: 1, default: 0.7 };
const PARAMETER_RANGES: ParameterRanges = { temperature: TEMPERATURE };

type Speaker = 'human' | 'bot';

/**
 * Vitalentum's chat at a compatible server. The public service, https://app.vitalentum.io, is gone.
 * The conversation is JSON inside of JSON; the answer comes as chunks of Chat Completions.
 */
export const vitalentum: ProviderFactory = ({ env, http, clock }) => {
  const address = readVariable(env, 'VITALENTUM_BASE_URL');
  if (!address) return undefined;

  const systemSpeaker = readSpeaker(readVariable(env, 'VITALENTUM_SYSTEM_SPEAKER'));
  const service = createService(
    { http, clock },
    {
      name: 'vitalentum',
      baseUrl: readWebAddress('VITALENTUM_BASE_URL', address, 'http://localhost:3000'),
      // The server passes on what the service behind it says about the server's own key.
      cures: { auth: 'Check the key that its server uses.' },
    },
  );

  return {
    name: 'vitalentum',
    takesImages: false,
    models: async () => [{ id: MODEL, contextWindow: 4_096, parameters: PARAMETER_RANGES }],

    async *stream(request, signal) {
      if (request.model !== MODEL) {
        throw createUnknownModelError('vitalentum', request.model, [MODEL]);
      }

      const { temperature = TEMPERATURE.default } = fitSampling(
        request.parameters,
        PARAMETER_RANGES,
      );
      const write = (conceded: ChatRequest) => {
        const history = writeHistory(conceded, systemSpeaker);
        const body = { conversation: JSON.stringify({ history }), temperature };
        return { path: 'api/converse-edge', body, decode: createChunkDecoder() };
      };

      yield* service.streamChat(request, write, signal);
    },
  };
};

function writeHistory({ system, messages }: ChatRequest, systemSpeaker: Speaker) {
  const turns = messages.map(({ role, text }) => ({
    speaker: role === 'user' ? 'human' : 'bot',
    text,
  }));

  return system ? [{ speaker: systemSpeaker, text: system }, ...turns] : turns;
}

/**
 * The protocol has no system prompt, so one of the two speakers has to say it. For the first
 * clients that was the bot.
 */
function readSpeaker(speaker = 'bot'): Speaker {
  if (speaker === 'human' || speaker === 'bot') return speaker;

  throw new ConfigError(
    'VITALENTUM_SYSTEM_SPEAKER is neither bot nor human. Leave it empty for bot.',
  );
}
