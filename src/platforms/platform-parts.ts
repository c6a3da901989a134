import type { Command } from '../contracts/command.ts';
import type { Platform } from '../contracts/platform.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import type { Log } from '../lib/log.ts';

/** What every platform is built from. */
export interface PlatformParts {
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  /** Registered with the network at start, where they changed. */
  readonly commands: readonly Command[];
  /** Multiplies every window and gap of the edit budgets; 1 but for tests, whose local servers are scaled alike. */
  readonly timeScale?: number;
}

/** `undefined`: its variables are not set. Throws a `ConfigError` when they are half set. */
export type PlatformFactory = (parts: PlatformParts) => Platform | undefined;
