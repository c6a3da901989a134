import type { ModelInfo, Provider } from '../contracts/provider.ts';
import { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { pauseAfter } from './pause-after.ts';

/** One back end under all of its keys. The one that works stays in use: back ends remember prompts by key. */
export interface KeyRing {
  /** The provider's. */
  readonly name: string;
  /**
   * What to ask next, but for those that are spent: the first that does not rest, rather one without a line before it; else the one whose
   * rest ends first.
   */
  next(isSpent?: (key: Provider) => boolean): Provider | undefined;
  /** For so long, whatever else there is comes first. */
  rest(key: Provider, ms: number): void;
  /** 0: it does not rest. */
  restOf(key: Provider): number;
  /** As the first key that is not refused tells them. */
  models(signal: AbortSignal): Promise<readonly ModelInfo[]>;
}

/** One ring for each name, in the order of the names. */
export function createKeyRings(providers: readonly Provider[], clock: Clock): readonly KeyRing[] {
  return [...Map.groupBy(providers, ({ name }) => name)].map(([name, keys]) => createKeyRing(name, keys, clock));
}

function createKeyRing(name: string, keys: readonly Provider[], clock: Clock): KeyRing {
  let order = keys;
  const restsUntil = new Map<Provider, number>();
  const restOf = (key: Provider) => Math.max(0, (restsUntil.get(key) ?? 0) - clock.now());
  const lineOf = ({ isBusy = false }: Provider) => Number(isBusy);

  const ring: KeyRing = {
    name,
    next(isSpent = () => false) {
      // Equals stay in their order.
      return order.filter((key) => !isSpent(key)).sort((a, b) => restOf(a) - restOf(b) || lineOf(a) - lineOf(b))[0];
    },
    rest(key, ms) {
      order = [...order.filter((other) => other !== key), key];
      restsUntil.set(key, clock.now() + ms);
    },
    restOf,
    async models(signal) {
      const refused = new Set<Provider>();
      for (let key = ring.next(); key; key = ring.next((other) => refused.has(other))) {
        try {
          return await key.models(signal);
        } catch (error) {
          const pause = error instanceof ProviderError ? pauseAfter(error, 1, () => 0) : undefined;
          if (!pause?.ofKeyOnly || refused.add(key).size === keys.length) throw error;
          ring.rest(key, pause.ms);
        }
      }
      return [];
    },
  };
  return ring;
}
