import { collectDefaultMetrics, Registry } from 'prom-client';
import type { LimitState } from '../contracts/limits.ts';
import type { Observe } from '../contracts/observation.ts';
import { BotError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { HideSecrets } from '../lib/secrets.ts';
import { withTimeout } from '../lib/with-timeout.ts';
import { asOpenMetrics } from './as-open-metrics.ts';
import { countChats } from './count-chats.ts';
import { countFleet, type FleetCountsParts } from './count-fleet.ts';
import { countModels } from './count-models.ts';
import { countNetworks } from './count-networks.ts';
import { countTrouble } from './count-trouble.ts';

/** Everything that is counted, as Prometheus reads it. */
export interface Metrics {
  readonly observe: Observe;
  /** Gives the text in the format that `accept`, a header of the request, asks for. */
  render(accept: string | undefined): Promise<MetricsText>;
}

/** A text of metrics, and its media type. */
export interface MetricsText {
  readonly contentType: string;
  readonly text: string;
}

/** What metrics know besides the observations. */
export interface MetricsParts extends FleetCountsParts {
  /** As `Platform.name`. */
  readonly platforms: readonly string[];
  /** The names of the services that are set up. */
  readonly providers: readonly string[];
  /** Hides the secrets of the variables: a service may repeat a key as the name of a model. */
  readonly hideSecrets: HideSecrets;
  /** The number of turns that have not ended. */
  countOpenTurns(): number;
  /** The size of the store on disk. `undefined`: it is not on disk. */
  measureStore(): Promise<number | undefined>;
  /** See `Limits.totals`. */
  readTotals(): readonly LimitState[];
  readonly clock: Clock;
}

/** A store that is away is waited for elsewhere. A monitor gives up after 10 s, and then sees nothing at all. */
const READ_WITHIN_MS = 2_000;
const OPEN_METRICS = 'application/openmetrics-text';

/** Creates metrics of their own: nothing is shared with another bot in this process. */
export function createMetrics(given: MetricsParts): Metrics {
  const { platforms } = given;
  const parts = withinTime(given);
  const registry = new Registry();
  const counts = [
    countChats(registry, parts),
    countModels(registry, parts),
    countNetworks(registry, platforms),
    countTrouble(registry, parts),
  ];
  countFleet(registry, parts);
  collectDefaultMetrics({ register: registry });

  return {
    observe(observation) {
      for (const count of counts) count(observation);
    },

    async render(accept = '') {
      const text = await registry.metrics();
      return accept.includes(OPEN_METRICS)
        ? {
            contentType: `${OPEN_METRICS}; version=1.0.0; charset=utf-8`,
            text: asOpenMetrics(text),
          }
        : { contentType: registry.contentType, text };
    },
  };
}

/** What is not known in time counts as unknown. */
function withinTime(parts: MetricsParts): MetricsParts {
  const { measureStore, readWaitingEvents, clock } = parts;
  const limits = { clock, timeoutMs: READ_WITHIN_MS, onTimeout: () => new BotError('too slow') };
  const inTime = <Value>(read: () => Promise<Value | undefined>) =>
    withTimeout(limits, read).catch(() => undefined);
  return {
    ...parts,
    measureStore: () => inTime(measureStore),
    readWaitingEvents: () => inTime(readWaitingEvents),
  };
}
