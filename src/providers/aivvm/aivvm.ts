import type { ChatRequest, ParameterRanges } from '../../contracts/provider.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { toTextDelta } from '../wire/body/deltas.ts';
import { createPlainTextCutter, type FalseAnswer } from '../wire/body/plain-text-cutter.ts';
import { fitSampling } from '../wire/sampling.ts';
import { type ChatCall, createService } from '../wire/service.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { createUnknownModelError } from '../wire/unknown-model-error.ts';
import { aivvmModels } from './models.ts';

const TEMPERATURE = { min: 0, max: 2, default: 0.7 };
const PARAMETER_RANGES: ParameterRanges = { temperature: TEMPERATURE };

/** The system prompt of the service itself. Its server does not answer without one. */
const DEFAULT_PROMPT =
  "You are ChatGPT, a large language model trained by OpenAI. Follow the user's instructions carefully. Respond using markdown.";

/** Cloudflare in front of such a server refuses with a 200. */
const FALSE_ANSWERS: readonly FalseAnswer[] = [
  { text: 'access denied |', code: 'permission_denied' },
];

/** An answer is plain text. The end of the body is the only sign that it is complete. */
const ANSWER_READER: Pick<ChatCall, 'createCutter' | 'decode' | 'atEnd'> = {
  createCutter: () => createPlainTextCutter(FALSE_ANSWERS),
  decode: toTextDelta,
  atEnd: () => [{ type: 'end', reason: 'other' }],
};

/** Aivvm's chat at a compatible server. The public service, https://chat.aivvm.com, is gone. */
export const aivvm: ProviderFactory = ({ env, http, clock }) => {
  const endpoint = readEndpoint(env, 'AIVVM');
  if (!endpoint) return undefined;

  const service = createService(
    { http, clock },
    {
      name: 'aivvm',
      baseUrl: endpoint.baseUrl,
      headers: { accept: 'text/event-stream' },
      cures: {
        permission: 'A proxy in front of it, such as Cloudflare, does not let this machine in.',
      },
    },
  );

  return {
    name: 'aivvm',
    takesImages: false,

    models: async () =>
      [...aivvmModels].map(([id, { contextWindow }]) => ({
        id,
        contextWindow,
        parameters: PARAMETER_RANGES,
      })),

    async *stream(request, signal) {
      const { model: id, parameters } = request;
      const model = aivvmModels.get(id);
      if (!model) throw createUnknownModelError('aivvm', id, [...aivvmModels.keys()]);

      const { temperature = TEMPERATURE.default } = fitSampling(parameters, PARAMETER_RANGES);
      const write = ({ system, messages }: ChatRequest) => ({
        path: 'api/chat',
        body: {
          model: { id, name: model.name },
          messages: messages.map(({ role, text }) => ({ role, content: text })),
          key: endpoint.apiKey ?? '',
          prompt: system || DEFAULT_PROMPT,
          temperature,
        },
        ...ANSWER_READER,
      });

      yield* service.streamChat(request, write, signal);
    },
  };
};
