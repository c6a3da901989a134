import type { ChatRequest, ModelInfo, ProviderEvent } from '../../contracts/provider.ts';
import { ConfigError, type ProviderError } from '../../errors.ts';
import { type Env, readVariable } from '../../lib/env.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { createService } from '../wire/service.ts';
import { readWebAddress } from '../wire/settings/web-address.ts';
import { createUnknownModelError } from '../wire/unknown-model-error.ts';
import { createAnswerReaderFor } from './answer-reader.ts';
import { fetchToken } from './fetch-token.ts';
import { findVercelModel, rangesOfModel, type VercelModel, vercelModels } from './models.ts';
import { createRequestBody } from './request-body.ts';
import { retryWithNewToken } from './retry-with-new-token.ts';
import { type Variant, variants } from './variants.ts';

const REFUSED_TOKEN = 'It does not accept the token: check VERCEL_VARIANT.';
const CURES = { auth: REFUSED_TOKEN, permission: REFUSED_TOKEN };

/**
 * The playground of Vercel's AI SDK at a compatible server. The public one, https://sdk.vercel.ai,
 * is gone. The server demands that foreign JavaScript is run before each answer.
 */
export const vercel: ProviderFactory = ({ env, http, clock, log }) => {
  const address = readVariable(env, 'VERCEL_BASE_URL');
  if (!address) return undefined;

  const baseUrl = readWebAddress('VERCEL_BASE_URL', address, 'http://localhost:3000');
  checkConsent(env);
  const variant = readVariant(readVariable(env, 'VERCEL_VARIANT'));
  const { onlyModelId } = variant;
  const offeredModels = vercelModels.filter(({ id }) => id === (onlyModelId ?? id));

  const createUnknownError = (model: string): ProviderError =>
    createUnknownModelError(
      'vercel',
      model,
      offeredModels.map(({ id }) => id),
    );

  return {
    name: 'vercel',
    takesImages: false,

    models: async () => offeredModels.map(toModelInfo),

    async *stream(request, signal) {
      const model = findVercelModel(request.model);
      if (!model || (onlyModelId ?? model.id) !== model.id) throw createUnknownError(request.model);

      const write = (conceded: ChatRequest) => ({
        path: variant.path,
        body: createRequestBody(variant, model, conceded),
        ...createAnswerReaderFor(variant.bodyKind),
      });

      async function* startAnswer(): AsyncGenerator<ProviderEvent> {
        const token = await fetchToken({ http, clock }, baseUrl, variant, signal);
        const headers = { 'custom-encoding': token };
        const service = createService(
          { http, clock },
          { name: 'vercel', baseUrl, headers, cures: CURES },
        );
        yield* service.streamChat(request, write, signal);
      }

      yield* retryWithNewToken(startAnswer, clock, log, signal);
    },
  };
};

function toModelInfo(model: VercelModel): ModelInfo {
  return omitUndefined({ id: model.id, parameters: rangesOfModel(model) });
}

/** @throws A `ConfigError` unless the operator allows foreign JavaScript to run. */
function checkConsent(env: Env): void {
  if (readVariable(env, 'VERCEL_RUN_CHALLENGE')?.toLowerCase() === 'yes') return;

  throw new ConfigError(
    'VERCEL_BASE_URL is set, and that server sends JavaScript that must be run here: in a sandbox without access to anything, and not without your consent. Set VERCEL_RUN_CHALLENGE=yes, or empty VERCEL_BASE_URL.',
  );
}

function readVariant(name = '2023-05'): Variant {
  const variant = Object.hasOwn(variants, name) ? variants[name] : undefined;
  if (variant) return variant;

  throw new ConfigError(
    `VERCEL_VARIANT is none of ${Object.keys(variants).join(', ')}. Leave it empty for 2023-05.`,
  );
}
