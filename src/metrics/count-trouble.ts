import { Counter, Gauge, type Registry } from 'prom-client';
import type { LimitMeasure, LimitState } from '../contracts/limits.ts';
import type { Observe } from '../contracts/observation.ts';
import { shareUsed } from '../lib/page/share-used.ts';
import { metricNames } from './metric-names.ts';

interface TroubleCountsParts {
  /** As in `MetricsParts`. */
  measureStore(): Promise<number | undefined>;
  /** As in `MetricsParts`. */
  readTotals(): readonly LimitState[];
}

/** Counts limits that were passed, and tells how much of them is used, and whether the store works. */
export function countTrouble(
  registry: Registry,
  { measureStore, readTotals }: TroubleCountsParts,
): Observe {
  const registers = [registry];
  const limits = new Counter({ ...metricNames.limits, registers });
  const storeUp = new Gauge({ ...metricNames.storeUp, registers });
  storeUp.set(1);
  new Gauge({
    ...metricNames.totalLimitUsed,
    registers,
    collect() {
      this.reset();
      for (const [measure, share] of highestShares(readTotals())) this.set({ measure }, share);
    },
  });
  new Gauge({
    ...metricNames.storeBytes,
    registers,
    async collect() {
      const bytes = await measureStore();
      if (bytes !== undefined) this.set(bytes);
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

/** A scope may name a channel, which no metric does: so there is one share for all scopes. */
function highestShares(totals: readonly LimitState[]): ReadonlyMap<LimitMeasure, number> {
  const shares = new Map<LimitMeasure, number>();
  for (const limit of totals) {
    const { measure } = limit;
    shares.set(measure, Math.max(shareUsed(limit), shares.get(measure) ?? 0));
  }
  return shares;
}
