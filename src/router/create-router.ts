import type { Provider } from '../contracts/provider.ts';
import type { RoutedModel, Router } from '../contracts/router.ts';
import { ProviderError } from '../errors.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createDiscovery } from './create-discovery.ts';
import { createKeyRings } from './key-ring.ts';
import { type Offer, resolveModel, type Target } from './resolve-model.ts';
import { streamWithRetries } from './stream-with-retries.ts';

export interface RouterParts {
  /**
   * In the order in which their models are offered; the first one answers where nothing else is said. Those of one name are one
   * back end under several keys.
   */
  readonly providers: readonly Provider[];
  /** A name as people use it; trusted also when nobody lists it. Without it: the first provider's first model. */
  readonly defaultModel?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 ≤ x < 1. */
  readonly random?: () => number;
}

/** How long after the start questions wait for the lists of providers where they can do without. */
const PATIENCE_MS = 2_000;
/** An error that names all of several hundred models helps nobody. */
const MOST_NAMES_IN_ERROR = 20;

/** Starts to discover the models at once, so that the first question need not wait for them. */
export function createRouter({ defaultModel, clock, log, random = Math.random, ...parts }: RouterParts): Router {
  const providers = createKeyRings(parts.providers, clock);
  const discovery = createDiscovery({ clock, log });
  const known = (): Offer[] => providers.map((provider) => ({ provider, models: discovery.known(provider) }));
  const discover = (): Promise<Offer[]> =>
    Promise.all(providers.map(async (provider) => ({ provider, models: await discovery.models(provider) })));
  const wanted = defaultModel ?? providers[0]?.name ?? '';
  const resolve = (name: string, offers: readonly Offer[]) => resolveModel(name, offers, name === defaultModel);
  // Earlier, a name that is listed by a later provider would seem to be one of the first.
  const discovered = new AbortController();
  void discover().then(() => discovered.abort());

  const patienceEnds = sleep(clock, PATIENCE_MS, discovered.signal);
  /** A provider that does not get round to listing its models holds up nobody who says where to go. */
  const offersFor = async (name: string): Promise<Offer[]> => {
    const saysWhere = name === defaultModel || providers.some((provider) => name.startsWith(`${provider.name}/`));
    return saysWhere ? Promise.race([discover(), patienceEnds.then(known)]) : discover();
  };

  return {
    get defaultModel() {
      const found = discovered.signal.aborted ? resolve(wanted, known()) : undefined;
      return found ? nameOf(found) : wanted;
    },

    async models() {
      const offers = await discover();
      return offers.flatMap(({ provider, models }) =>
        models.map((info) => ({ ...info, name: nameOf({ provider, model: info.id }) })),
      );
    },

    async find(name): Promise<RoutedModel | undefined> {
      const found = resolve(name, await offersFor(name));
      if (!found) return undefined;
      const listed = discovery.known(found.provider).find(({ id }) => id === found.model);
      return { id: found.model, ...listed, name: nameOf(found) };
    },

    async *stream(request, signal) {
      const found = resolve(request.model, await offersFor(request.model));
      if (found) yield* streamWithRetries({ clock, log, random }, found, request, signal);
      else throw unknownModel(request.model, known());
    },
  };
}

function nameOf({ provider, model }: Target): string {
  return `${provider.name}/${model}`;
}

function unknownModel(name: string, offers: readonly Offer[]): ProviderError {
  const options = { kind: 'not_found', provider: name.split('/', 1)[0] ?? name } as const;
  if (offers.some(({ provider }) => provider.name === name)) {
    const cure = `Set DEFAULT_MODEL, for instance to ${name}/the-model, and see in the log why.`;
    return new ProviderError(`${name} does not list its models, so there is none to begin with. ${cure}`, options);
  }
  const names = offers.flatMap(({ provider, models }) => models.map(({ id }) => nameOf({ provider, model: id })));
  const shown = names.slice(0, MOST_NAMES_IN_ERROR).join(', ') || 'none';
  const more = names.length > MOST_NAMES_IN_ERROR ? `, and ${names.length - MOST_NAMES_IN_ERROR} more` : '';
  return new ProviderError(`No provider has a model “${name}”. Known are: ${shown}${more}.`, options);
}
