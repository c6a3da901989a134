import type { Provider } from '../contracts/provider.ts';

/** One provider under all of its keys. */
export interface KeyRing {
  /** The provider's name. */
  readonly name: string;
  /** In the order in which the router tries them. Keys with a queue of requests come last. */
  keys(): readonly Key[];
  /** Puts a key last. A key that works stays first: services cache prompts by key. */
  moveToEnd(key: Key): void;
}

/** One key of a provider. */
export interface Key {
  /** Unique among all keys of all providers. */
  readonly id: string;
  /** The provider under this key. */
  readonly provider: Provider;
}

/** Makes one ring for each name, in the order of the names. */
export function createKeyRings(providers: readonly Provider[]): readonly KeyRing[] {
  const byName = Map.groupBy(providers, ({ name }) => name);
  return [...byName].map(([name, sameProvider]) => createKeyRing(name, sameProvider));
}

function createKeyRing(name: string, providers: readonly Provider[]): KeyRing {
  let order: readonly Key[] = providers.map((provider, index) => ({
    id: `${name}#${index}`,
    provider,
  }));

  return {
    name,

    // The sort is stable: free keys keep their order, and so do busy ones.
    keys: () => order.toSorted((a, b) => Number(isBusy(a)) - Number(isBusy(b))),

    moveToEnd(key) {
      order = [...order.filter((other) => other !== key), key];
    },
  };
}

function isBusy({ provider }: Key): boolean {
  return provider.isBusy?.() ?? false;
}
