import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Observe } from '../contracts/observation.ts';
import { BUCKETS } from './buckets.ts';
import { metricNames } from './metric-names.ts';

/** Counts what chat networks do. `platforms` are the names of all platforms that are set up: none is connected yet. */
export function countNetworks(registry: Registry, platforms: readonly string[]): Observe {
  const registers = [registry];
  const writes = new Counter({ ...metricNames.writes, registers });
  const duration = new Histogram({ ...metricNames.writeDuration, buckets: BUCKETS, registers });
  const up = new Gauge({ ...metricNames.networkUp, registers });
  for (const platform of platforms) up.set({ platform }, 0);

  return (observation) => {
    if (observation.kind === 'write') {
      const { platform, call, outcome, tookMs } = observation;
      writes.inc({ platform, call, outcome });
      duration.observe({ platform, call }, tookMs / 1_000);
    }
    if (observation.kind === 'network') {
      const { name, state } = observation.state;
      up.set({ platform: name }, state === 'connected' ? 1 : 0);
    }
  };
}
