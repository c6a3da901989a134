import type { Clock } from '../lib/clock.ts';
import { endsWithin } from '../lib/ends-within.ts';
import type { MetricsText } from './metrics.ts';
import type { ReadinessReport } from './readiness.ts';

/** What the pages of the server show. */
export interface ProbeSources {
  render(accept: string | undefined): Promise<MetricsText>;
  readReadiness(): ReadinessReport;
  /** Rejects when another process has taken over the store. */
  confirmLease(): Promise<void>;
  readonly clock: Clock;
}

/** An answer to a GET. */
export interface ProbeAnswer extends MetricsText {
  readonly status: number;
}

/** Kubernetes waits for an answer for a second, where nothing else is set. */
const CONFIRM_WITHIN_MS = 500;

/** Answers a path of the server. `undefined`: there is nothing. */
export async function answerProbe(
  { render, readReadiness, confirmLease, clock }: ProbeSources,
  path: string,
  accept: string | undefined,
): Promise<ProbeAnswer | undefined> {
  switch (path) {
    case '/metrics':
      return { status: 200, ...(await render(accept)) };
    case '/ready': {
      const report = readReadiness();
      return asJson(report.ready ? 200 : 503, report);
    }
    case '/live': {
      // That this runs shows that the event loop works. A store that does not answer is no reason to restart: no other
      // process has taken it over, as far as is known, and a new one could not open it either.
      const isLive = await endsWithin(clock, CONFIRM_WITHIN_MS, confirmLease()).then(
        () => true,
        () => false,
      );
      return asJson(isLive ? 200 : 503, { live: isLive });
    }
    default:
      return undefined;
  }
}

function asJson(status: number, content: unknown): ProbeAnswer {
  const text = `${JSON.stringify(content)}\n`;
  return { status, contentType: 'application/json; charset=utf-8', text };
}
