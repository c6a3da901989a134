import type { Finding } from '../contracts/finding.ts';
import type { ModelInfo, Provider } from '../contracts/provider.ts';
import type { Routing } from '../contracts/routing.ts';
import { ProviderError, type ProviderErrorKind } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { createKeyRings } from '../router/key-ring.ts';
import { resolveModel } from '../router/resolve-model.ts';
import { askForOneWord, type OneWordAnswer } from './ask-for-one-word.ts';
import { explain } from './explain.ts';
import type { Row } from './row.ts';
import { within } from './within.ts';

const LONGEST_LIST_MS = 10_000;
const LONGEST_ANSWER_MS = 30_000;
const MOST_TRIED_MODELS = 3;
/** The provider that needs nothing to be set. */
export const BUILT_IN = 'demo';
/** Another key may have what this one has not. */
const OF_ONE_KEY: readonly ProviderErrorKind[] = ['auth', 'permission', 'payment', 'rate_limit'];

export interface ProviderChecks {
  readonly providers: readonly Provider[];
  readonly defaultModel: string | undefined;
  readonly routing?: Routing | undefined;
  readonly clock: Clock;
}

interface Listed {
  readonly provider: Provider;
  readonly models: readonly ModelInfo[];
  readonly listing: Finding;
}

/** Lists the models of each provider, under each of its keys, and asks one. Never rejects. */
export async function checkProviders(checks: ProviderChecks): Promise<readonly Row[]> {
  const { providers, clock } = checks;
  const listed = await Promise.all(providers.map((provider) => list(provider, clock)));
  const offers = createKeyRings(providers).map((ring) => ({
    provider: ring,
    models:
      listed.find(({ provider, models }) => provider.name === ring.name && models.length > 0)
        ?.models ?? [],
  }));
  const targets = defaultNames(checks).flatMap(
    (name) => resolveModel(name, offers, name === checks.defaultModel) ?? [],
  );
  const modelsOf = (name: string) =>
    targets.flatMap(({ provider, model }) => (provider.name === name ? model : []));
  // What is built in is always there; only who chose it wants to hear of it.
  const asked = listed.filter(
    ({ provider: { name } }) => name !== BUILT_IN || modelsOf(name).length > 0,
  );

  const rows = await Promise.all(
    asked.map(async (each) => {
      const { name, keyAlias } = each.provider;
      const findings = await checkAnswer(each, modelsOf(name).slice(0, 1), clock);
      return findings.map((finding) => ({
        part: keyAlias ? `${name}, ${keyAlias}` : name,
        ...finding,
      }));
    }),
  );
  return rows.flat();
}

/** Who answers where nobody chose a model; several behind an alias. */
function defaultNames({
  routing,
  defaultModel = routing?.defaultModel,
}: ProviderChecks): readonly string[] {
  const alias = routing?.aliases.get(defaultModel ?? '');
  return alias ? alias.targets.map(({ model }) => model) : [defaultModel ?? []].flat();
}

async function list(provider: Provider, clock: Clock): Promise<Listed> {
  const limit = { clock, ms: LONGEST_LIST_MS, overdue: silence(provider, 'list its models') };
  try {
    const models = await within(limit, (signal) => provider.models(signal));
    const found = models.length > 0 ? `It lists ${models.length}.` : 'It lists none.';
    return { provider, models, listing: { state: 'good', subject: 'models', result: found } };
  } catch (error) {
    return { provider, models: [], listing: explainFor(provider, 'models', error) };
  }
}

async function checkAnswer(
  { provider, models, listing }: Listed,
  chosen: readonly string[],
  clock: Clock,
): Promise<readonly Finding[]> {
  const names = chosen.length > 0 ? chosen : models.slice(0, MOST_TRIED_MODELS).map(({ id }) => id);
  if (names.length === 0) {
    if (listing.state === 'bad') return [listing];
    const cure = `To have one asked, set DEFAULT_MODEL, for instance to ${provider.name}/the-model.`;
    return [
      listing,
      { state: 'note', subject: 'answer', result: 'Nothing was asked: no model is known.', cure },
    ];
  }
  const limit = {
    clock,
    ms: LONGEST_ANSWER_MS,
    overdue: silence(provider, 'answer with one word'),
  };
  try {
    const answered = await within(limit, (signal) => askForOneWord(provider, names, clock, signal));
    // Who answers without telling its models works, by names that people know.
    const told: Finding = listing.state === 'bad' ? { ...listing, state: 'note' } : listing;
    return [told, { state: 'good', subject: 'answer', result: describe(answered) }];
  } catch (error) {
    return [listing, explainFor(provider, 'answer', error)];
  }
}

function describe({ model, firstWordMs, totalMs }: OneWordAnswer): string {
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  return `${model} began after ${seconds(firstWordMs)} s, was done after ${seconds(totalMs)} s.`;
}

function silence({ name }: Provider, asked: string): (seconds: number) => ProviderError {
  return (seconds) =>
    new ProviderError(`${name} did not ${asked} within ${seconds} s.`, {
      kind: 'timeout_first',
      provider: name,
    });
}

function explainFor({ name, keyAlias }: Provider, subject: string, error: unknown): Finding {
  const finding = explain(name, subject, error);
  const isOfKey = error instanceof ProviderError && OF_ONE_KEY.includes(error.kind);
  if (!keyAlias || !isOfKey) return finding;
  const variable = name.toUpperCase();
  const counted = `It is ${keyAlias}, counted from ${variable}_API_KEY on through ${variable}_API_KEYS.`;
  return { ...finding, cure: [finding.cure, counted].filter(Boolean).join(' ') };
}
