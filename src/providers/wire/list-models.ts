import type { ModelInfo } from '../../contracts/provider.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { cannotChat, neverChats } from './cannot-chat.ts';
import { imageTokensOf } from './image-tokens-of.ts';
import { asList, dig } from './json.ts';

/** Keeps an endless list from filling the memory. */
const MAX_MODELS = 2_000;

/** A model as a back end lists it. A field of the wrong type counts as absent. */
export interface ListedModel extends Pick<ModelInfo, 'parameters'> {
  readonly id?: unknown;
  /** The back end itself says that the model chats, whatever its name is. */
  readonly chats?: true;
  /** The day on which the model is shut down: a date, or a time that begins with it. */
  readonly endsOn?: unknown;
  readonly isLoaded?: unknown;
  readonly contextWindow?: unknown;
  readonly images?: unknown;
  readonly audio?: unknown;
  readonly reasoning?: unknown;
  readonly price?: ModelInfo['price'] | undefined;
}

const DATE = /^\d{4}-\d{2}-\d{2}/;

/**
 * Reads the models in `{data: […]}`, `{models: […]}` or a bare list. Keeps their order, and each id
 * once. Leaves out those whose names say that they do not chat. Where all names say so, as on a server
 * of one model with a name of its operator's, only the plainest names count.
 *
 * @param readEntry Gives `undefined` for a model that does not chat.
 */
export function listModels(
  json: unknown,
  readEntry: (entry: unknown) => ListedModel | undefined,
): readonly ModelInfo[] {
  const listed = readEntries(json, readEntry);
  const chatModels = withoutOthers(listed, cannotChat);
  const models = chatModels.length > 0 ? chatModels : withoutOthers(listed, neverChats);
  const modelsById = new Map(models.map((model) => [model.id, model]));

  return [...modelsById.values()].slice(0, MAX_MODELS);
}

function readEntries(
  json: unknown,
  readEntry: (entry: unknown) => ListedModel | undefined,
): readonly ListedModel[] {
  const entries = [json, dig(json, 'data'), dig(json, 'models')].find(Array.isArray);
  return asList(entries).flatMap((entry) => readEntry(entry) ?? []);
}

function withoutOthers(
  listed: readonly ListedModel[],
  isOther: (id: string) => boolean,
): readonly ModelInfo[] {
  return listed.flatMap((model) => {
    const info = toModelInfo(model);
    return info && (model.chats || !isOther(info.id)) ? [info] : [];
  });
}

function toModelInfo(listed: ListedModel): ModelInfo | undefined {
  const { id, contextWindow, images, audio, reasoning, price, parameters } = listed;

  if (typeof id !== 'string' || id === '') return undefined;

  return omitUndefined({
    id,
    contextWindow:
      typeof contextWindow === 'number' && contextWindow > 0 ? contextWindow : undefined,
    images: typeof images === 'boolean' ? images : undefined,
    audio: typeof audio === 'boolean' ? audio : undefined,
    imageTokens: images === false ? undefined : imageTokensOf(id),
    reasoning: typeof reasoning === 'boolean' ? reasoning : undefined,
    endsOn: DATE.exec(String(listed.endsOn))?.[0],
    isLoaded: listed.isLoaded === true ? true : undefined,
    price,
    parameters,
  });
}
