import type { ModelInfo } from '../../../contracts/provider.ts';
import { asList, dig, isJsonObject } from '../json.ts';
import { type ListedModel, listModels } from '../list-models.ts';
import { readPrice } from './read-price.ts';

/** The types of models that do not chat, at Together, Vercel and LM Studio. */
const OTHER_MODEL_TYPES: ReadonlySet<unknown> = new Set([
  'image',
  'video',
  'audio',
  'embedding',
  'embeddings',
  'moderation',
  'realtime',
  'rerank',
  'reranking',
  'speech',
  'transcribe',
  'transcription',
]);

type Path = readonly string[];

/**
 * The fields with the context window: OpenRouter, Groq, vLLM, Mistral, LM Studio, llama.cpp,
 * GitHub, DeepInfra, and the servers that follow them.
 */
const CONTEXT_WINDOW_PATHS: readonly Path[] = [
  ['context_length'],
  ['context_window'],
  ['max_model_len'],
  ['max_context_length'],
  ['max_context_window'],
  ['max_input_tokens'],
  ['limits', 'max_input_tokens'],
  ['top_provider', 'context_length'],
  ['metadata', 'context_length'],
  // The window that the server was started with comes before the one of the model's training.
  ['meta', 'n_ctx'],
  ['meta', 'n_ctx_train'],
];

/** Lists of the inputs that a model takes: OpenRouter, xAI, GitHub. */
const INPUT_LIST_PATHS: readonly Path[] = [
  ['architecture', 'input_modalities'],
  ['input_modalities'],
  ['supported_input_modalities'],
];
/** Lists of what a model gives: OpenRouter, xAI, GitHub. */
const OUTPUT_LIST_PATHS: readonly Path[] = [
  ['architecture', 'output_modalities'],
  ['output_modalities'],
  ['supported_output_modalities'],
];
/** The days on which models end: OpenAI, OpenRouter, Mistral. */
const END_PATHS: readonly Path[] = [['shutdown_date'], ['expiration_date'], ['deprecation']];
/** The states of models on local servers: LM Studio, and llama.cpp with several models. */
const STATE_PATHS: readonly Path[] = [['state'], ['status', 'value']];
/** Flags that say whether a model can see: Mistral, Fireworks, Moonshot. */
const VISION_FLAG_PATHS: readonly Path[] = [
  ['capabilities', 'vision'],
  ['supports_image_input'],
  ['supports_image_in'],
];
/** Flags that say whether a model hears: LiteLLM, Mistral. */
const AUDIO_FLAG_PATHS: readonly Path[] = [
  ['supports_audio_input'],
  ['model_info', 'supports_audio_input'],
  ['capabilities', 'audio'],
];
/** Flags that say whether a model reasons: Mistral, Moonshot. */
const REASONING_FLAG_PATHS: readonly Path[] = [
  ['capabilities', 'reasoning'],
  ['supports_reasoning'],
];
/** Lists of what a model can do: OpenRouter, GitHub, Vercel. */
const SKILL_LIST_PATHS: readonly Path[] = [['supported_parameters'], ['capabilities'], ['tags']];

/** Reads the models that chat from the list of any endpoint that speaks Chat Completions. */
export function readModels(json: unknown): readonly ModelInfo[] {
  return listModels(json, readModel);
}

function readModel(entry: unknown): ListedModel | undefined {
  const id = readId(entry);
  if (!isChatModel(entry)) return undefined;

  const inputs = findAtPaths(entry, INPUT_LIST_PATHS, Array.isArray);
  const skills = findAtPaths(entry, SKILL_LIST_PATHS, Array.isArray);
  return {
    id,
    contextWindow: readContextWindow(entry),
    images: findAtPaths(entry, VISION_FLAG_PATHS, isBoolean) ?? inputs?.includes('image'),
    audio: findAtPaths(entry, AUDIO_FLAG_PATHS, isBoolean) ?? inputs?.includes('audio'),
    reasoning: findAtPaths(entry, REASONING_FLAG_PATHS, isBoolean) ?? skills?.includes('reasoning'),
    endsOn: findAtPaths(entry, END_PATHS, isString),
    isLoaded: findAtPaths(entry, STATE_PATHS, isString) === 'loaded',
    price: readPrice(entry),
  };
}

/** An entry is an object with an id or a name, or the bare id. */
function readId(entry: unknown): unknown {
  const candidates = isJsonObject(entry) ? [entry.id, entry.name] : [entry];
  return candidates.find((candidate) => typeof candidate === 'string' && candidate !== '');
}

/** What the list itself says. Names are judged for all lists alike, in list-models.ts. */
function isChatModel(entry: unknown): boolean {
  // Mistral and Fireworks say what each of their models is for; Groq, which ones it has switched off.
  const flags = [
    dig(entry, 'capabilities', 'completion_chat'),
    dig(entry, 'supports_chat'),
    dig(entry, 'active'),
  ];
  const outputs = findAtPaths(entry, OUTPUT_LIST_PATHS, Array.isArray);
  const writes = outputs === undefined || outputs.includes('text');

  return writes && !flags.includes(false) && !OTHER_MODEL_TYPES.has(dig(entry, 'type'));
}

/**
 * When several hosts serve a model, as at Hugging Face, any of them may answer: only the smallest
 * of their windows is safe.
 */
function readContextWindow(entry: unknown): number | undefined {
  const ownWindow = CONTEXT_WINDOW_PATHS.map((path) => Number(dig(entry, ...path))).find(
    (tokens) => tokens > 0,
  );
  if (ownWindow !== undefined) return ownWindow;

  const hostWindows = asList(dig(entry, 'providers')).flatMap(
    (host) => readContextWindow(host) ?? [],
  );
  return hostWindows.length > 0 ? Math.min(...hostWindows) : undefined;
}

function findAtPaths<Type>(
  entry: unknown,
  paths: readonly Path[],
  hasType: (value: unknown) => value is Type,
): Type | undefined {
  return paths.map((path) => dig(entry, ...path)).find(hasType);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}
