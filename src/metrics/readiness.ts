import type { Observe } from '../contracts/observation.ts';
import type { NetworkState } from '../contracts/overview.ts';

/** Tells whether people get answers. Names no reason that may have a secret or a path in it: the log has those. */
export interface Readiness {
  readonly observe: Observe;
  read(): ReadinessReport;
}

/** As an orchestrator reads it. */
export interface ReadinessReport {
  readonly ready: boolean;
  /** `network`: no chat network is connected. `store`: it refuses writes, or cannot be read. */
  readonly missing: readonly ('network' | 'store')[];
  /** By the name of the platform. */
  readonly networks: Readonly<Record<string, NetworkState['state'] | 'connecting'>>;
}

/** Creates the readiness of a bot that is about to connect these platforms. */
export function createReadiness(platforms: readonly string[]): Readiness {
  const networks = new Map<string, NetworkState['state'] | 'connecting'>(
    platforms.map((name) => [name, 'connecting']),
  );
  let storeWorks = true;

  return {
    observe(observation) {
      if (observation.kind === 'store') storeWorks = observation.problem === undefined;
      if (observation.kind === 'network')
        networks.set(observation.state.name, observation.state.state);
    },

    read() {
      const isConnected = [...networks.values()].includes('connected');
      const missing = [
        ...(isConnected ? [] : (['network'] as const)),
        ...(storeWorks ? [] : (['store'] as const)),
      ];
      return { ready: missing.length === 0, missing, networks: Object.fromEntries(networks) };
    },
  };
}
