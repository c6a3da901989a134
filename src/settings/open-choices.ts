import type { z } from 'zod';
import type { Store } from '../contracts/store.ts';
import { StoreError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { openSharedRecords, type SharedRecords } from '../lib/shared-records.ts';

/** The store of choices, and what reads it. */
export interface ChoicesParts {
  readonly store: Pick<Store, 'get' | 'findKeys' | 'getMany' | 'write' | 'swap' | 'watch'>;
  readonly clock: Clock;
  readonly log: Log;
}

interface ChoicesOptions<Value> {
  /** The beginning of the keys. */
  readonly prefix: string;
  readonly shape: z.ZodType<Value>;
  /** As in `openSharedRecords`. */
  readonly most: number;
}

const MESSAGE = 'settings: a stored choice cannot be read, leaving it out';

/** Opens stored choices, by the rest of their keys. One that cannot be read is left out, and logged. */
export function openChoices<Value extends object>(
  parts: ChoicesParts,
  { prefix, shape, most }: ChoicesOptions<Value>,
): Promise<SharedRecords<Value>> {
  function read(stored: unknown, key: string): Value | undefined {
    const result = shape.safeParse(stored);
    if (result.success) return result.data;
    parts.log.error({ key, reason: reasonOf(stored, result.error) }, MESSAGE);
    return undefined;
  }
  return openSharedRecords({ ...parts, prefix, read, most });
}

/** Names the first wrong field. Never its value, which may be somebody's words. */
function reasonOf(stored: unknown, { issues: [issue] }: z.ZodError): string {
  // The store gives a value that it cannot decode as the error that says why.
  if (stored instanceof StoreError) return stored.message;
  return `${issue?.path.join('.') || 'the record'} is wrong or missing`;
}
