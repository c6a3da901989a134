import type { Observe } from '../contracts/observation.ts';
import type { Log } from '../lib/log.ts';
import { createMetrics, type MetricsParts } from './metrics.ts';
import { createReadiness } from './readiness.ts';
import { type ProbeServer, serveProbes } from './serve-probes.ts';

interface StartMetricsParts extends MetricsParts {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** See `Lease.confirm`. */
  confirmLease(): Promise<void>;
  /** Gives every observation from then on. */
  addObserver(observe: Observe): void;
  readonly log: Log;
}

/**
 * Counts what happens, and serves the counts to a monitor.
 *
 * @throws A `ConfigError` when the server cannot listen.
 */
export async function startMetrics(parts: StartMetricsParts): Promise<ProbeServer> {
  const { host, platforms, addObserver, log } = parts;
  const metrics = createMetrics(parts);
  const readiness = createReadiness(platforms);
  addObserver(metrics.observe);
  addObserver(readiness.observe);

  const { render } = metrics;
  const server = await serveProbes({ ...parts, render, readReadiness: readiness.read });
  log.info({ host, port: server.port }, 'metrics: listening');
  return server;
}
