import type { AccessRules, Pairing } from './access.ts';
import type { ConnectionState, Platform } from './platform.ts';
import type { ModelReporter } from './router.ts';

/** One state of the connection of a platform. */
export interface NetworkState extends ConnectionState {
  /** As `Platform.name`. */
  readonly name: string;
}

/** The people who may use the bot on one platform, as numbers. */
export interface AccessSummary {
  readonly admins: number;
  /** Everybody on the servers of the bot may use it, because no list restricts that. */
  readonly isOpenOnServers: boolean;
  /** The people and places that the operator listed. */
  readonly listed: number;
  /** The people whom an admin let in. */
  readonly granted: number;
  readonly direct: AccessRules['direct'];
}

/** The facts about a started bot, for its operator. */
export interface Overview {
  readonly platforms: readonly Platform[];
  readonly models: ModelReporter;
  /** The names of all services of models, set up or not. */
  readonly services: readonly string[];
  readonly pairing: Pick<Pairing, 'createCode'>;
  summarizeAccess(platform: string): AccessSummary;
}
