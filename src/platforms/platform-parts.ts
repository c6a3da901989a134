import type { Command } from '../contracts/command.ts';
import type { Platform } from '../contracts/platform.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import type { Log } from '../lib/log.ts';
import type { SharedServers } from '../lib/web/shared-servers.ts';

/** The parts from which every platform is built. */
export interface PlatformParts {
  readonly env: Env;
  /** The name of the platform, for its log. Absent: that of its network, as for the first bot there. */
  readonly name?: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The commands to register with the network at start, where they changed. */
  readonly commands: readonly Command[];
  /** The web servers that all bots of a network share. Absent: the bot is the only one. */
  readonly servers?: SharedServers;
  /**
   * Multiplies every window and gap of the edit budgets. Only tests set it, and scale their local
   * servers alike. Absent: 1.
   */
  readonly timeScale?: number;
}

/**
 * Builds a platform. `undefined`: its variables are not set.
 *
 * @throws A `ConfigError` when its variables are half set.
 */
export type PlatformFactory = (parts: PlatformParts) => Platform | undefined;
