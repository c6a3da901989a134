import type { z } from 'zod';
import type { Store } from '../contracts/store.ts';
import { StoreError } from '../errors.ts';
import type { Log } from '../lib/log.ts';

/** The store and the log of choices. */
export interface ChoicesParts {
  readonly store: Pick<Store, 'findKeys' | 'getMany' | 'write'>;
  readonly log: Log;
}

const MESSAGE = 'settings: a stored choice cannot be read, leaving it out';
/** A long read must let other work pass. */
const KEYS_PER_READ = 500;

/**
 * Reads all stored values whose keys begin with `prefix`, by the rest of their keys. One that cannot be read
 * is left out, and logged.
 */
export async function loadChoices<Value>(
  { store, log }: ChoicesParts,
  prefix: string,
  shape: z.ZodType<Value>,
): Promise<Map<string, Value>> {
  const keys = await store.findKeys(prefix);
  const choices = new Map<string, Value>();

  for (let index = 0; index < keys.length; index += KEYS_PER_READ) {
    const batch = keys.slice(index, index + KEYS_PER_READ);
    const values = await store.getMany(batch);
    for (const [position, key] of batch.entries()) {
      const stored = values[position];
      // It has expired, or was removed meanwhile.
      if (stored === undefined) continue;
      const result = shape.safeParse(stored);
      if (result.success) choices.set(key.slice(prefix.length), result.data);
      else log.error({ key, reason: reasonOf(stored, result.error) }, MESSAGE);
    }
  }
  return choices;
}

/** Names the first wrong field. Never its value, which may be somebody's words. */
function reasonOf(stored: unknown, { issues: [issue] }: z.ZodError): string {
  // The store gives a value that it cannot decode as the error that says why.
  if (stored instanceof StoreError) return stored.message;
  return `${issue?.path.join('.') || 'the record'} is wrong or missing`;
}
