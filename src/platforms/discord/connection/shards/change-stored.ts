import type { ConnectionMemory } from '../../../../contracts/platform.ts';
import type { JsonReader } from '../../../../lib/json-reader.ts';

interface StoredChange<Value extends object> {
  readonly key: string;
  readonly read: JsonReader<Value>;
  /** Gives what the value becomes. `undefined`: it stays. May be called again. */
  decide(value: Value | undefined): Value | undefined;
}

/**
 * Changes a value that processes share, in one step: looks again when another process was first. Replaces what cannot
 * be read. Gives the value that is stored then.
 *
 * @throws When the store fails.
 */
export async function changeStored<Value extends object>(
  store: ConnectionMemory['store'],
  { key, read, decide }: StoredChange<Value>,
): Promise<Value | undefined> {
  for (;;) {
    const stored = await store.get(key);
    const value = read(stored);
    const next = decide(value);
    if (next === undefined) return value;

    const isReadable = stored === undefined || value !== undefined;
    if (!isReadable) await store.write([{ key, value: undefined }]);
    // What a reader reads is an object.
    const expected = isReadable ? (stored as object | undefined) : undefined;
    if (await store.swap(key, expected, next)) return next;
  }
}
