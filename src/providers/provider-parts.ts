import type { Provider } from '../contracts/provider.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import type { Log } from '../lib/log.ts';
import type { Http } from './wire/exchange/http.ts';

/** What every provider is built from. */
export interface ProviderParts {
  readonly env: Env;
  readonly clock: Clock;
  readonly http: Http;
  /** For what nobody would learn otherwise; answers are never logged. */
  readonly log?: Log;
  /** Multiplies the pauses of what imitates a human pace; 1 but for tests. */
  readonly timeScale?: number;
}

/** `undefined`: its variables are not set. Throws a `ConfigError` when they are half set. */
export type ProviderFactory = (parts: ProviderParts) => Provider | undefined;
