import type { Provider } from '../contracts/provider.ts';
import type { Shares } from '../contracts/shares.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import type { Log } from '../lib/log.ts';
import type { Http } from './wire/exchange/http.ts';

/** The parts from which every provider is built. */
export interface ProviderParts {
  readonly env: Env;
  readonly clock: Clock;
  readonly http: Http;
  /** Divides the places of a service among processes. Absent: this one has them all. */
  readonly shares?: Shares;
  /** For events that nothing else reports. Answers are never logged. */
  readonly log?: Log;
  /** Multiplies the pauses of a provider that imitates a typing speed. Default: 1; tests use 0. */
  readonly timeScale?: number;
}

/**
 * Creates a provider from its environment variables. Gives `undefined` when they are not set.
 *
 * @throws A `ConfigError` when only some of them are set, or one is malformed.
 */
export type ProviderFactory = (parts: ProviderParts) => Provider | undefined;
