import { z } from 'zod';
import type { ModelPrice } from '../contracts/model-price.ts';
import type { AnswerLimits } from '../contracts/provider.ts';
import type { Alias, AliasTarget, Fallbacks, ModelRules } from '../contracts/routing.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { accessSchema, accessShape } from './access-schema.ts';
import { either } from './either.ts';
import { limitRulesSchema, limitRulesShape, limitSetShape } from './limit-rules-schema.ts';
import { optionalKeys } from './optional-keys.ts';
import { parametersSchema, parametersShape } from './parameters-schema.ts';
import { personaShape, personasSchema } from './personas-schema.ts';
import { nearbyShape, powersShape, scopeShape, scopesSchema } from './scopes-schema.ts';
import { valueSchemas } from './value-schemas.ts';

const { modelName, duration, count, numberBetween, truth } = valueSchemas;

const names = z.array(modelName, 'must be a list of models, such as [openai/gpt-5, groq/llama-4]');

const limitsShape = { headers: duration, first_content: duration, idle: duration, total: duration };
const limits = optionalKeys(limitsShape).transform(
  (parsed): AnswerLimits =>
    omitUndefined({
      headersMs: parsed.headers,
      firstContentMs: parsed.first_content,
      idleMs: parsed.idle,
      totalMs: parsed.total,
    }),
);

const dollars = numberBetween(0, 100_000);
const priceShape = {
  input: dollars,
  output: dollars,
  cached_input: dollars,
  cache_write_input: dollars,
  per_image: dollars,
  per_audio_minute: dollars,
  per_request: dollars,
};
const price = optionalKeys(priceShape)
  .refine((parsed) => Object.values(parsed).some((value) => value !== undefined), {
    message: `must have ${Object.keys(priceShape).join(', ')}`,
  })
  .transform(
    ({ input = 0, output = 0, ...parsed }): ModelPrice =>
      omitUndefined({
        input,
        output,
        cachedInput: parsed.cached_input,
        cacheWriteInput: parsed.cache_write_input,
        perImage: parsed.per_image,
        perAudioMinute: parsed.per_audio_minute,
        perRequest: parsed.per_request,
      }),
  );

const rulesShape = {
  limits,
  parameters: parametersSchema,
  context_window: count,
  images: truth,
  audio: truth,
  price,
};
const rules = optionalKeys(rulesShape).transform(
  (parsed): ModelRules =>
    omitUndefined({
      limits: parsed.limits,
      parameters: parsed.parameters,
      contextWindow: parsed.context_window,
      images: parsed.images,
      audio: parsed.audio,
      price: parsed.price,
    }),
);

const fallbacksShape = { general: names, larger_context: names, policy: names, vision: names };
const fallbacks = optionalKeys(fallbacksShape).transform(
  (parsed): Fallbacks =>
    omitUndefined({
      general: parsed.general,
      largerContext: parsed.larger_context,
      policy: parsed.policy,
      vision: parsed.vision,
    }),
);

const targetShape = { model: modelName, weight: numberBetween(0, 1_000_000).optional() };
const target = either(
  (value) => typeof value === 'string',
  modelName.transform((model): AliasTarget => ({ model })),
  z
    .strictObject(targetShape, 'must be a name, or have model and weight')
    .transform(({ model, weight }): AliasTarget => omitUndefined({ model, weight })),
);
const targets = z.array(target, 'must be a list of models').min(1, 'must name at least one model');
const aliasShape = { targets, fallbacks: fallbacks.optional() };
const alias = either(
  Array.isArray,
  targets.transform((list): Alias => ({ targets: list, fallbacks: {} })),
  z
    .strictObject(aliasShape, 'must be a list of models, or have targets and fallbacks')
    .transform((parsed): Alias => ({ targets: parsed.targets, fallbacks: parsed.fallbacks ?? {} })),
);

const routingShape = {
  default: modelName,
  aliases: z.record(z.string(), alias, 'must be names, each with its models'),
  fallbacks,
  models: z.record(z.string(), rules, 'must be names of models, each with its rules'),
  personas: personasSchema,
  scopes: scopesSchema,
  access: accessSchema,
  limits: limitRulesSchema,
};
/** The shape of `parley.yaml`. `checkNames` checks what depends on the providers. */
export const routingSchema = optionalKeys(routingShape).refine(
  ({ scopes }) => scopes?.bot?.limits === undefined,
  {
    path: ['scopes', 'bot', 'limits'],
    message: 'must stand at the top level of the file, because it is about the whole bot',
  },
);

/** The keys that are possible in the object at `path`. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  return Object.keys(shapeAt(path));
}

/** Objects that have the same shape wherever their key is. */
const SHAPES_BY_KEY: Readonly<Record<string, object>> = {
  access: accessShape,
  fallbacks: fallbacksShape,
  limits: limitsShape,
  nearby: nearbyShape,
  parameters: parametersShape,
  powers: powersShape,
  price: priceShape,
};

function shapeAt(path: readonly PropertyKey[]): object {
  const last = path.at(-1);
  if (last === undefined) return routingShape;
  if (typeof last === 'number') return targetShape;
  if (isInLimits(path)) return last === 'limits' ? limitRulesShape : limitSetShape;
  if (path.length === 2 && path[0] === 'aliases') return aliasShape;
  if (path.length === 2 && path[0] === 'models') return rulesShape;
  if (path.length === 2 && path[0] === 'personas') return personaShape;
  if (path.length === 2 && path[0] === 'scopes') return scopeShape;
  return SHAPES_BY_KEY[String(last)] ?? {};
}

/** Models have `limits` too, which are times. */
function isInLimits(path: readonly PropertyKey[]): boolean {
  const depth = path[0] === 'scopes' ? 2 : 0;
  return path[depth] === 'limits';
}
