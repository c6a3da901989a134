import type { ParameterRanges } from '../../contracts/provider.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { toTextDelta } from '../wire/body/deltas.ts';
import { type FalseAnswer, readPlainText } from '../wire/body/read-plain-text.ts';
import { fitSampling } from '../wire/sampling.ts';
import { createService } from '../wire/service.ts';
import { readEndpoint } from '../wire/settings/read-endpoint.ts';
import { createUnknownModelError } from '../wire/unknown-model-error.ts';
import { aivvmModels } from './models.ts';

const TEMPERATURE = { min: 0, max: 2, default: 0.7 };
const PARAMETERS: ParameterRanges = { temperature: TEMPERATURE };
/** The service's own. Its server does not do without. */
const DEFAULT_PROMPT =
  "You are ChatGPT, a large language model trained by OpenAI. Follow the user's instructions carefully. Respond using markdown.";

/** What stands in front of such a server refuses with a 200. */
const FALSE_ANSWERS: readonly FalseAnswer[] = [
  { text: 'access denied |', code: 'permission_denied' },
];

/** Aivvm's chat at a compatible server: the answer is text and nothing else, so its end is all the evidence there is. */
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
        permission: 'What stands in front of it, such as Cloudflare, does not let this machine in.',
      },
    },
  );

  return {
    name: 'aivvm',
    models: async () =>
      [...aivvmModels].map(([id, { contextWindow }]) => ({
        id,
        contextWindow,
        parameters: PARAMETERS,
      })),

    async *stream(request, signal) {
      const { model, system, messages, parameters } = request;
      const known = aivvmModels.get(model);
      if (!known) throw createUnknownModelError('aivvm', model, [...aivvmModels.keys()]);
      const body = {
        model: { id: model, name: known.name },
        messages: messages.map(({ role, text }) => ({ role, content: text })),
        key: endpoint.apiKey ?? '',
        prompt: system || DEFAULT_PROMPT,
        temperature: fitSampling(parameters, PARAMETERS).temperature ?? TEMPERATURE.default,
      };
      const question = {
        path: 'api/chat',
        body,
        read: (bytes: AsyncIterable<Uint8Array>) => readPlainText(bytes, FALSE_ANSWERS),
        decode: toTextDelta,
        atEnd: () => [{ type: 'end', reason: 'other' } as const],
      };
      yield* service.streamChat(request, question, signal);
    },
  };
};
