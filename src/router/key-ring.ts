import type { Provider } from '../contracts/provider.ts';

/** One back end under all of its keys. */
export interface KeyRing {
  /** The provider's. */
  readonly name: string;
  /** In the order in which they are asked: those without a line before them first. */
  keys(): readonly Key[];
  /** Asked last from now on. The one that works stays in use: back ends remember prompts by key. */
  putLast(key: Key): void;
}

export interface Key {
  /** Unique among all keys of all providers. */
  readonly id: string;
  readonly provider: Provider;
}

/** One ring for each name, in the order of the names. */
export function createKeyRings(providers: readonly Provider[]): readonly KeyRing[] {
  return [...Map.groupBy(providers, ({ name }) => name)].map(([name, keys]) =>
    createKeyRing(name, keys),
  );
}

function createKeyRing(name: string, providers: readonly Provider[]): KeyRing {
  let order: readonly Key[] = providers.map((provider, index) => ({
    id: `${name}#${index}`,
    provider,
  }));
  const lineOf = ({ provider }: Key) => Number(provider.isBusy?.() ?? false);
  return {
    name,
    // Equals stay in their order.
    keys: () => order.toSorted((a, b) => lineOf(a) - lineOf(b)),
    putLast(key) {
      order = [...order.filter((other) => other !== key), key];
    },
  };
}
