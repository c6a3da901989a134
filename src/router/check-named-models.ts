import type { ModelInfo } from '../contracts/provider.ts';
import type { ModelWarning } from '../contracts/router.ts';
import type { Routing } from '../contracts/routing.ts';
import { isSnapshot } from '../lib/is-snapshot.ts';
import { nearestWords } from '../lib/nearest-words.ts';
import { firstProvider } from './first-provider.ts';
import type { ModelList } from './model-target.ts';
import type { NamedModel } from './named-models.ts';
import { pickModel } from './pick-model.ts';
import { endsSoon, rankModels } from './rank-models.ts';
import { resolveModel } from './resolve-model.ts';
import { targetName } from './route.ts';

/** The models and rules that the names are compared with. */
interface KnownModels {
  readonly routing: Routing;
  readonly lists: readonly ModelList[];
  /** The time; Unix milliseconds. */
  readonly now: number;
}

const MAX_SUGGESTIONS = 3;

/**
 * Warns of the models that the operator names and no service lists, and of those that end. Says nothing
 * about services whose list could not be read, or is not complete.
 */
export function checkNamedModels(
  uses: readonly NamedModel[],
  known: KnownModels,
): readonly ModelWarning[] {
  return uses.flatMap((use) => checkUse(use, known) ?? []);
}

function checkUse(use: NamedModel, known: KnownModels): ModelWarning | undefined {
  const { routing, lists, now } = known;
  if (routing.aliases.has(use.name)) return undefined;

  const target = resolveModel(use.name, lists, { isTrusted: false, now });
  const list = target && lists.find(({ provider }) => provider === target.provider);
  if (!target || !list) return unknownWarning(use, lists, known);

  const info = findInfo(list, target.model);
  if (info?.endsOn !== undefined) return endWarning(use, list, info, now);

  const isComplete = list.models.length > 0 && !firstProvider(list.provider)?.hasUnlistedModels;
  return info || !isComplete ? undefined : unknownWarning(use, [list], known);
}

/**
 * Finds the model of a name, which may differ from the id in the list: OpenRouter and Hugging Face take the
 * kind of service behind it (`:free`, `:fastest`), Ollama takes it without `:latest`, and Anthropic without
 * the date.
 */
function findInfo({ models }: ModelList, id: string): ModelInfo | undefined {
  const ids = [id, id.replace(/:[a-z-]+$/, ''), `${id}:latest`];
  const named = ids.flatMap((each) => models.find((info) => info.id === each) ?? []);
  const isDated = (info: ModelInfo) => info.id.startsWith(`${id}-`) && isSnapshot(info.id);
  return named[0] ?? models.find(isDated);
}

function unknownWarning(
  { name, place }: NamedModel,
  lists: readonly ModelList[],
  { now }: KnownModels,
): ModelWarning | undefined {
  const names = lists.flatMap((list) =>
    rankModels(list, now)
      .filter((info) => !endsSoon(info, now))
      .map(({ id }) => targetName({ provider: list.provider, model: id })),
  );
  // Without any list, nothing is known about the name.
  if (names.length === 0) return undefined;

  const [only] = lists.length === 1 ? lists : [];
  const lister = only ? `${only.provider.name} does not list` : 'No service lists';
  return {
    place,
    problem: `${lister} “${name}” as a model that chats.`,
    cure: `${suggest(name, names)} Correct ${place}.`,
  };
}

/** One sentence with the nearest names, or with good ones. */
function suggest(name: string, names: readonly string[]): string {
  const nearest = nearestWords(name, names, MAX_SUGGESTIONS);
  if (nearest.length > 0) return `Did you mean ${oneOf(nearest)}?`;
  return `There is, for instance, ${oneOf(names.slice(0, MAX_SUGGESTIONS))}.`;
}

function oneOf(names: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(names);
}

function endWarning(
  { place }: NamedModel,
  list: ModelList,
  { id, endsOn = '' }: ModelInfo,
  now: number,
): ModelWarning {
  const { provider } = list;
  const other = pickModel(list, now)?.model;
  const example =
    other && other !== id ? `, for instance ${targetName({ provider, model: other })}` : '';
  const model = targetName({ provider, model: id });
  return {
    place,
    problem: `${model} ends on ${endsOn}: ${provider.name} shuts it down.`,
    cure: `Name another model in ${place}${example}.`,
    isEnd: true,
    model,
    endsOn,
  };
}
