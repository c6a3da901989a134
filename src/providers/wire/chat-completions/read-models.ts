import type { ModelInfo } from '../../../contracts/provider.ts';
import { dig, isObject } from '../json.ts';

/** A list that grows without end must not fill the memory. */
const MOST_MODELS = 2_000;

/** Models of the same endpoint that do not chat. */
const NO_CHAT = /(^|[/:._-])(embed(ding)?s?|whisper|tts|dall-e|moderation|transcribe|rerank(er)?)([/:._-]|\d|$)/i;

/** Where servers tell the context window: OpenRouter, Groq, vLLM, Mistral, LM Studio, llama.cpp, GitHub and those that follow them. */
const WINDOW_FIELDS = [
  ['context_length'],
  ['context_window'],
  ['max_model_len'],
  ['max_context_length'],
  ['max_context_window'],
  ['max_input_tokens'],
  ['limits', 'max_input_tokens'],
  ['top_provider', 'context_length'],
  // What the server was started with, before what the model was trained with.
  ['meta', 'n_ctx'],
  ['meta', 'n_ctx_train'],
] as const;

/** The models that chat, in the order of the list: `{data: [{id}]}`, `{models: [{name}]}`, or only the list. */
export function readModels(json: unknown): readonly ModelInfo[] {
  const list = [json, dig(json, 'data'), dig(json, 'models')].find(Array.isArray) ?? [];
  const models = list.flatMap((entry: unknown) => readModel(entry) ?? []);
  const unique = new Map(models.map((model) => [model.id, model]));
  return [...unique.values()].slice(0, MOST_MODELS);
}

function readModel(entry: unknown): ModelInfo | undefined {
  const { id, name }: { id?: unknown; name?: unknown } = isObject(entry) ? entry : { id: entry };
  const known = [id, name].find((word): word is string => typeof word === 'string' && word !== '');
  if (!known || NO_CHAT.test(known)) return undefined;
  // Mistral says what each of its models is for.
  const skills = dig(entry, 'capabilities');
  if (dig(skills, 'completion_chat') === false) return undefined;
  const windows = WINDOW_FIELDS.map((path) => Number(dig(entry, ...path)));
  const contextWindow = windows.find((tokens) => tokens > 0);
  const inputs = dig(entry, 'architecture', 'input_modalities');
  const parameters = dig(entry, 'supported_parameters');
  return {
    id: known,
    ...(contextWindow !== undefined && { contextWindow }),
    ...(isObject(skills) && typeof skills.vision === 'boolean' && { images: skills.vision }),
    ...(Array.isArray(inputs) && { images: inputs.includes('image') }),
    ...(Array.isArray(parameters) && { reasoning: parameters.includes('reasoning') }),
  };
}
