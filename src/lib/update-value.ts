/** The part of a store that one value is changed in. */
export interface ValueStore {
  get(key: string): Promise<unknown>;
  write(changes: readonly (UpdateOptions & ValueChange)[]): Promise<void>;
  swap(
    key: string,
    expected: object | undefined,
    next: object | undefined,
    options?: UpdateOptions,
  ): Promise<boolean>;
}

interface ValueChange {
  readonly key: string;
  readonly value: object | undefined;
}

/** What is set beside the value. */
export interface UpdateOptions {
  readonly ttlMs?: number;
  readonly isAnnounced?: true;
}

/** The value to store, or that nothing changes. */
export type Update = { readonly value: object | undefined; readonly ttlMs?: number } | 'keep';

/** So many processes do not change one value at the same moment, again and again. */
const MAX_TRIES = 50;

/**
 * Changes one value that other processes may change at the same moment: none of the changes is lost. `decide` gets the
 * value as it is stored, and is asked again when it changed meanwhile. Other processes hear of the change.
 *
 * @throws When the store fails, or `decide` throws.
 */
export async function updateValue(
  store: ValueStore,
  key: string,
  decide: (stored: unknown) => Update,
): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const stored = await store.get(key);
    const update = decide(stored);
    if (update === 'keep') return;
    const { value, ...lifetime } = update;
    const options: UpdateOptions = { ...lifetime, isAnnounced: true };
    // A damaged value compares with nothing.
    if (stored instanceof Error) return store.write([{ key, value, ...options }]);
    if (await store.swap(key, stored as object | undefined, value, options)) return;
  }
  throw new Error(`The value of ${key} changes without end.`);
}
