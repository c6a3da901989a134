import { z } from 'zod';
import type { AnswerLimits, SamplingParameters } from '../contracts/provider.ts';
import type { Alias, AliasTarget, Fallbacks, ModelRules } from '../contracts/routing.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { readDuration } from './read-duration.ts';

/** A day is more than any answer needs. Node's timers take at most 24 days. */
const LONGEST_DURATION_MS = 24 * 3_600_000;

const name = z
  .string('must be the name of a model, such as openai/gpt-5, in quotes if it is a number')
  .trim()
  .min(1, 'must not be empty');
const names = z.array(name, 'must be a list of models, such as [openai/gpt-5, groq/llama-4]');

const duration = z
  .union([z.string(), z.number()], 'must be a time, such as 60s or 5m')
  .transform((value, context) => {
    const ms = typeof value === 'string' ? readDuration(value) : undefined;
    if (ms !== undefined && ms > 0 && ms <= LONGEST_DURATION_MS) return ms;
    const cure = 'Write 500ms, 60s, 5m or 1h: more than zero, and at most a day.';
    context.addIssue({ code: 'custom', message: `“${value}” is not a time limit. ${cure}` });
    return z.NEVER;
  });

function numberBetween(from: number, to: number) {
  const message = `must be a number from ${from} to ${to}`;
  return z.number(message).min(from, message).max(to, message);
}

const count = z.int('must be a whole number').min(1, 'must be at least 1');

/** An object whose keys are all optional. An unknown key is an error. */
function optionalKeys<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, `must have ${Object.keys(shape).join(', ')}`).partial();
}

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

const parametersShape = {
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
const parameters = optionalKeys(parametersShape).transform(
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

const rulesShape = {
  limits,
  parameters,
  context_window: count,
  images: z.boolean('must be true or false'),
  audio: z.boolean('must be true or false'),
};
const rules = optionalKeys(rulesShape).transform(
  (parsed): ModelRules =>
    omitUndefined({
      limits: parsed.limits,
      parameters: parsed.parameters,
      contextWindow: parsed.context_window,
      images: parsed.images,
      audio: parsed.audio,
    }),
);

const fallbacksShape = { general: names, larger_context: names, policy: names };
const fallbacks = optionalKeys(fallbacksShape).transform(
  (parsed): Fallbacks =>
    omitUndefined({
      general: parsed.general,
      largerContext: parsed.larger_context,
      policy: parsed.policy,
    }),
);

const targetShape = { model: name, weight: numberBetween(0, 1_000_000).optional() };
const target = either(
  (value) => typeof value === 'string',
  name.transform((model): AliasTarget => ({ model })),
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
  default: name,
  aliases: z.record(z.string(), alias, 'must be names, each with its models'),
  fallbacks,
  models: z.record(z.string(), rules, 'must be names of models, each with its rules'),
};
/** The shape of `parley.yaml`. `checkNames` checks what depends on the providers. */
export const routingSchema = optionalKeys(routingShape);

/** The keys that are possible in the object at `path`. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  return Object.keys(shapeAt(path));
}

/** Objects that have the same shape wherever their key is. */
const SHAPES_BY_KEY: Readonly<Record<string, object>> = {
  fallbacks: fallbacksShape,
  limits: limitsShape,
  parameters: parametersShape,
};

function shapeAt(path: readonly PropertyKey[]): object {
  const last = path.at(-1);
  if (last === undefined) return routingShape;
  if (typeof last === 'number') return targetShape;
  if (path.length === 2 && path[0] === 'aliases') return aliasShape;
  if (path.length === 2 && path[0] === 'models') return rulesShape;
  return SHAPES_BY_KEY[String(last)] ?? {};
}

/** Accepts two forms of one value. An error mentions only the form that the value has, not both. */
function either<Short, Long>(
  isShort: (value: unknown) => boolean,
  short: z.ZodType<Short>,
  long: z.ZodType<Long>,
): z.ZodType<Short | Long> {
  return z.unknown().transform((value, context) => {
    const result = isShort(value) ? short.safeParse(value) : long.safeParse(value);
    if (result.success) return result.data;
    // zod's types for issues differ between its input and its output.
    for (const issue of result.error.issues)
      context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    return z.NEVER;
  });
}
