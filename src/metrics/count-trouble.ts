import { Counter, Gauge, type Registry } from 'prom-client';
import type { Observe } from '../contracts/observation.ts';
import { metricNames } from './metric-names.ts';

/** Counts limits that were passed, and tells whether the store works. `measureStore` is as in `MetricsParts`. */
export function countTrouble(
  registry: Registry,
  measureStore: () => Promise<number | undefined>,
): Observe {
  const registers = [registry];
  const limits = new Counter({ ...metricNames.limits, registers });
  const storeUp = new Gauge({ ...metricNames.storeUp, registers });
  storeUp.set(1);
  new Gauge({
    ...metricNames.storeBytes,
    registers,
    async collect() {
      this.set((await measureStore()) ?? 0);
    },
  });

  return (observation) => {
    if (observation.kind === 'store') storeUp.set(observation.problem === undefined ? 1 : 0);
    if (observation.kind === 'limit') {
      const { subject, measure } = observation.limit;
      limits.inc({ subject, measure, event: observation.share === 1 ? 'reached' : 'near' });
    }
  };
}
