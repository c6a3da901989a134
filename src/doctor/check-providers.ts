import type { Finding } from '../contracts/finding.ts';
import type { ModelInfo, Provider, ProviderErrorKind } from '../contracts/provider.ts';
import type { Routing } from '../contracts/routing.ts';
import { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { withTimeout } from '../lib/with-timeout.ts';
import type { ReadList } from '../router/describe-models.ts';
import { createKeyRings } from '../router/key-ring.ts';
import { pickDefault } from '../router/pick-model.ts';
import { rankModels } from '../router/rank-models.ts';
import { resolveModel } from '../router/resolve-model.ts';
import { askForOneWord, type OneWordAnswer } from './ask-for-one-word.ts';
import { checkDefaultModel } from './check-default-model.ts';
import { checkPrices } from './check-prices.ts';
import { explain } from './explain.ts';
import type { Row } from './row.ts';

const LIST_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;
/** The number of listed models that are asked, until one can chat. */
const MAX_ASKED_MODELS = 3;
/** The provider that works without settings. */
export const BUILT_IN = 'demo';
/** Failures that may concern one key only. */
const KEY_FAILURES: readonly ProviderErrorKind[] = ['auth', 'permission', 'payment', 'rate_limit'];

/** The providers to check, and the settings that name the model to ask. */
interface ProviderChecks {
  readonly providers: readonly Provider[];
  readonly defaultModel: string | undefined;
  readonly routing?: Routing | undefined;
  readonly clock: Clock;
}

/** A provider under one key, with the models that it lists. */
interface ListedProvider {
  readonly provider: Provider;
  /** Empty when the list failed. */
  readonly models: readonly ModelInfo[];
  readonly listing: Finding;
}

/**
 * Lists the models of each provider under each of its keys, asks one model, and checks the names of models
 * in the configuration. Never rejects.
 */
export async function checkProviders(checks: ProviderChecks): Promise<readonly Row[]> {
  const { providers, clock } = checks;
  const listed = await Promise.all(providers.map((provider) => listModels(provider, clock)));
  const lists = mergeLists(providers, listed);
  const chosen = findChosenModels(checks, lists);

  // The built-in provider is always there. Only people who chose it are interested in it.
  const checked = listed.filter(({ provider: { name } }) => name !== BUILT_IN || chosen.has(name));
  const rows = await Promise.all(
    checked.map(async (each) => {
      const { name, keyAlias } = each.provider;
      const list = lists.find(({ provider }) => provider.name === name);
      const ranked = list ? rankModels(list, clock.now()) : [];
      const asked = chosen.get(name) ?? ranked.slice(0, MAX_ASKED_MODELS).map(({ id }) => id);
      const findings = await checkAnswer(each, asked, clock);
      const part = keyAlias ? `${name}, ${keyAlias}` : name;
      return findings.map((finding) => ({ part, ...finding }));
    }),
  );
  const facts = { ...checks, lists, now: clock.now() };
  const { routing } = checks;
  const priceRows = routing ? checkPrices({ ...facts, routing }) : [];
  return [...rows.flat(), ...checkDefaultModel(facts), ...priceRows];
}

/** The list of each provider under the first key that gives one. */
function mergeLists(
  providers: readonly Provider[],
  listed: readonly ListedProvider[],
): readonly ReadList[] {
  return createKeyRings(providers).map((ring) => {
    const own = listed.filter(({ provider }) => provider.name === ring.name);
    const underAnyKey = own.find(({ models }) => models.length > 0) ?? own[0];
    const { models = [], listing } = underAnyKey ?? {};
    const failure = listing?.state === 'bad' ? listing.result : undefined;
    return { provider: ring, models, failure };
  });
}

/** The models of each provider that answer where people chose none, by the provider's name. */
function findChosenModels(
  checks: ProviderChecks,
  lists: readonly ReadList[],
): ReadonlyMap<string, readonly string[]> {
  const now = checks.clock.now();
  const names = defaultNames(checks);
  const targets = names.flatMap((name) => {
    const isTrusted = name === checks.defaultModel;
    return resolveModel(name, lists, { isTrusted, now }) ?? [];
  });
  // The first target of a provider wins.
  const chosen = new Map(
    targets.map(({ provider, model }) => [provider.name, [model]] as const).reverse(),
  );
  if (names.length > 0) return chosen;

  const picked = pickDefault(lists, now);
  // Without a table, the first model may be one that cannot chat after all.
  return picked?.why === 'preferred' ? new Map([[picked.provider.name, [picked.model]]]) : chosen;
}

/** The names of the models that answer where people chose none. An alias has several. */
function defaultNames({
  routing,
  defaultModel = routing?.defaultModel,
}: ProviderChecks): readonly string[] {
  if (defaultModel === undefined) return [];
  const alias = routing?.aliases.get(defaultModel);
  return alias ? alias.targets.map(({ model }) => model) : [defaultModel];
}

async function listModels(provider: Provider, clock: Clock): Promise<ListedProvider> {
  const onTimeout = () => timeoutError(provider, 'list its models', LIST_TIMEOUT_MS);

  try {
    const models = await withTimeout({ clock, timeoutMs: LIST_TIMEOUT_MS, onTimeout }, (signal) =>
      provider.models(signal),
    );
    const result = models.length > 0 ? `It lists ${models.length}.` : 'It lists none.';
    return { provider, models, listing: { state: 'good', subject: 'models', result } };
  } catch (error) {
    return { provider, models: [], listing: explainFailure(provider, 'models', error) };
  }
}

async function checkAnswer(
  { provider, listing }: ListedProvider,
  names: readonly string[],
  clock: Clock,
): Promise<readonly Finding[]> {
  if (names.length === 0) return withoutModels(provider, listing);

  const onTimeout = () => timeoutError(provider, 'answer with one word', ANSWER_TIMEOUT_MS);
  try {
    const answer = await withTimeout({ clock, timeoutMs: ANSWER_TIMEOUT_MS, onTimeout }, (signal) =>
      askForOneWord(provider, names, clock, signal),
    );
    // A provider that answers works, even if it does not list its models.
    const listingNote: Finding = listing.state === 'bad' ? { ...listing, state: 'note' } : listing;
    return [listingNote, { state: 'good', subject: 'answer', result: describe(answer) }];
  } catch (error) {
    return [listing, explainFailure(provider, 'answer', error)];
  }
}

function withoutModels({ name }: Provider, listing: Finding): readonly Finding[] {
  if (listing.state === 'bad') return [listing];
  return [
    listing,
    {
      state: 'note',
      subject: 'answer',
      result: 'No question was asked, because no model is known.',
      cure: `To check a model, set DEFAULT_MODEL, for instance to ${name}/the-model.`,
    },
  ];
}

function describe({ model, firstWordMs, totalMs }: OneWordAnswer): string {
  // No answer takes no time at all.
  const seconds = (ms: number) => Math.max(ms / 1000, 0.1).toFixed(1);
  return `${model} began after ${seconds(firstWordMs)} s, and ended after ${seconds(totalMs)} s.`;
}

function timeoutError({ name }: Provider, task: string, timeoutMs: number): ProviderError {
  return new ProviderError(`${name} did not ${task} within ${timeoutMs / 1000} s.`, {
    kind: 'timeout_first',
    provider: name,
  });
}

/** As `explain`. Where a provider has several keys, the cure also says which one failed. */
function explainFailure({ name, keyAlias }: Provider, subject: string, error: unknown): Finding {
  const finding = explain(name, subject, error);
  const isKeyFailure = error instanceof ProviderError && KEY_FAILURES.includes(error.kind);
  if (!keyAlias || !isKeyFailure) return finding;

  const variable = name.toUpperCase();
  const whichKey = `This is ${keyAlias}; the keys are counted from ${variable}_API_KEY on through ${variable}_API_KEYS.`;
  return { ...finding, cure: [finding.cure, whichKey].filter(Boolean).join(' ') };
}
