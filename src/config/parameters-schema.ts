import { z } from 'zod';
import type { SamplingParameters } from '../contracts/provider.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { optionalKeys } from './optional-keys.ts';
import { valueSchemas } from './value-schemas.ts';

const { count, numberBetween } = valueSchemas;

/** The shape of `parameters`. */
export const parametersShape = {
  temperature: numberBetween(0, 5),
  top_p: numberBetween(0, 1),
  top_k: count,
  typical_p: numberBetween(0, 1),
  repetition_penalty: numberBetween(0, 10),
  presence_penalty: numberBetween(-2, 2),
  frequency_penalty: numberBetween(-2, 2),
  max_output_tokens: count,
  stop: z
    .array(z.string('must be a text in quotes'), 'must be a list of texts')
    .max(16, 'must be at most 16 texts'),
  seed: z.int('must be a whole number'),
  reasoning_effort: z.enum(['none', 'low', 'medium', 'high'], 'must be none, low, medium or high'),
};

/** Reads `parameters`, of models, personas and scopes. */
export const parametersSchema = optionalKeys(parametersShape).transform(
  (parsed): SamplingParameters =>
    omitUndefined({
      temperature: parsed.temperature,
      topP: parsed.top_p,
      topK: parsed.top_k,
      typicalP: parsed.typical_p,
      repetitionPenalty: parsed.repetition_penalty,
      presencePenalty: parsed.presence_penalty,
      frequencyPenalty: parsed.frequency_penalty,
      maxOutputTokens: parsed.max_output_tokens,
      stop: parsed.stop,
      seed: parsed.seed,
      reasoningEffort: parsed.reasoning_effort,
    }),
);
