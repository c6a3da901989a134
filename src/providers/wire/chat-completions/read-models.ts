import type { ModelInfo } from '../../../contracts/provider.ts';
import { asList, dig, isJsonObject } from '../json.ts';
import { type ListedModel, listModels } from '../list-models.ts';

/** Models of the same endpoint that do not chat. */
const NO_CHAT =
  /(^|[/:._-])(embed(ding)?s?|whisper|tts|dall-e|moderation|transcribe|rerank(er)?)([/:._-]|\d|$)/i;
/** What Together and Vercel say of them. */
const NO_CHAT_TYPES: ReadonlySet<unknown> = new Set([
  'image',
  'video',
  'audio',
  'embedding',
  'moderation',
  'rerank',
]);

/** Where servers tell the context window: OpenRouter, Groq, vLLM, Mistral, LM Studio, llama.cpp, GitHub, DeepInfra and those that follow them. */
const WINDOWS = [
  ['context_length'],
  ['context_window'],
  ['max_model_len'],
  ['max_context_length'],
  ['max_context_window'],
  ['max_input_tokens'],
  ['limits', 'max_input_tokens'],
  ['top_provider', 'context_length'],
  ['metadata', 'context_length'],
  // What the server was started with, before what the model was trained with.
  ['meta', 'n_ctx'],
  ['meta', 'n_ctx_train'],
] as const;

/** Lists of what a model takes: OpenRouter, xAI, GitHub. */
const INPUTS = [
  ['architecture', 'input_modalities'],
  ['input_modalities'],
  ['supported_input_modalities'],
] as const;
/** What says by itself whether a model sees: Mistral, Fireworks, Moonshot. */
const SIGHT = [
  ['capabilities', 'vision'],
  ['supports_image_input'],
  ['supports_image_in'],
] as const;
/** What says by itself whether a model thinks: Mistral, Moonshot. */
const THOUGHT = [['capabilities', 'reasoning'], ['supports_reasoning']] as const;
/** Lists of what a model can do: OpenRouter, GitHub, Vercel. */
const SKILLS = [['supported_parameters'], ['capabilities'], ['tags']] as const;

/** Prices, by token or by a million of them: OpenRouter; Vercel and Together; DeepInfra. */
const PRICES = [
  ['prompt', 'completion'],
  ['input', 'output'],
  ['input_tokens', 'output_tokens'],
] as const;
/** Nobody sells a million tokens for less, nor one token for more. */
const LEAST_PRICE_OF_MILLION = 0.001;
const MILLION = 1_000_000;

/** The models that chat. */
export function readModels(json: unknown): readonly ModelInfo[] {
  return listModels(json, readModel);
}

function readModel(entry: unknown): ListedModel | undefined {
  const { id, name }: { id?: unknown; name?: unknown } = isJsonObject(entry)
    ? entry
    : { id: entry };
  const known = [id, name].find((word) => typeof word === 'string' && word !== '');
  // Mistral and Fireworks say what each of their models is for.
  const chats = [dig(entry, 'capabilities', 'completion_chat'), dig(entry, 'supports_chat')];
  if (chats.includes(false) || NO_CHAT_TYPES.has(dig(entry, 'type')) || NO_CHAT.test(String(known)))
    return undefined;
  const skills = firstAt(entry, SKILLS, Array.isArray);
  return {
    id: known,
    contextWindow: windowOf(entry),
    images:
      firstAt(entry, SIGHT, isBoolean) ?? firstAt(entry, INPUTS, Array.isArray)?.includes('image'),
    reasoning: firstAt(entry, THOUGHT, isBoolean) ?? skills?.includes('reasoning'),
    price: readPrice(dig(entry, 'pricing') ?? dig(entry, 'metadata', 'pricing')),
  };
}

/** Where several hosts serve a model, as at Hugging Face, nobody knows which one will: the smallest window is sure. */
function windowOf(entry: unknown): number | undefined {
  const told = WINDOWS.map((path) => Number(dig(entry, ...path))).find((tokens) => tokens > 0);
  const hosts = asList(dig(entry, 'providers')).flatMap((host) => windowOf(host) ?? []);
  return told ?? (hosts.length > 0 ? Math.min(...hosts) : undefined);
}

function firstAt<Type>(
  entry: unknown,
  paths: readonly (readonly string[])[],
  is: (value: unknown) => value is Type,
): Type | undefined {
  return paths.map((path) => dig(entry, ...path)).find(is);
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function readPrice(pricing: unknown): ModelInfo['price'] {
  const prices = PRICES.map(([input, output]) => ({
    input: priceOfMillion(dig(pricing, input)),
    output: priceOfMillion(dig(pricing, output)),
  }));
  // Less than nothing: it depends.
  return prices.find(({ input, output }) => input >= 0 && output >= 0);
}

function priceOfMillion(told: unknown): number {
  const price = typeof told === 'string' || typeof told === 'number' ? Number(told) : Number.NaN;
  // Rounded, since 0.00000015 × 1,000,000 is 0.15 and a bit.
  return price < LEAST_PRICE_OF_MILLION ? Math.round(price * MILLION * 1e6) / 1e6 : price;
}
