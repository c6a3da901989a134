import type { Lru } from '../../../lib/lru.ts';
import { migratedTo, toPlatformError } from '../connection/to-platform-error.ts';
import type { Penalties } from './penalties.ts';

export interface CalledMethod {
  readonly method: string;
  readonly chatId: string;
  readonly signal?: AbortSignal;
}

/** Makes a call that writes in a chat. Fails with a `PlatformError` only, and at once during a penalty of that chat. */
export type Call = <Result>(called: CalledMethod, run: () => Promise<Result>) => Promise<Result>;

/** Notes in `moved` the new ids of groups that became supergroups, by the old ones. */
export function createCall(penalties: Penalties, moved: Lru<string, string>): Call {
  return async ({ method, chatId, signal }, run) => {
    penalties.check(chatId);
    try {
      return await run();
    } catch (error) {
      const newId = migratedTo(error);
      if (newId !== undefined) moved.set(chatId, newId);
      const failure = toPlatformError(method, error, signal);
      if (failure.kind === 'rate_limit') penalties.add(chatId, failure.retryAfterMs ?? 0);
      throw failure;
    }
  };
}
