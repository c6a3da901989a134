import { Counter, Histogram, type Registry } from 'prom-client';
import type { Attempt } from '../contracts/attempt.ts';
import type { Observation, Observe } from '../contracts/observation.ts';
import type { HideSecrets } from '../lib/secrets.ts';
import { BUCKETS } from './buckets.ts';
import { metricNames } from './metric-names.ts';
import { limitModelNames } from './model-names.ts';
import { wellKnownProvider } from './well-known-provider.ts';

type ObservedAttempt = Extract<Observation, { kind: 'attempt' }>;

/** Far more models than people of one bot use. */
const MAX_MODELS = 200;
/** Further names of services can only be a fault of the program. */
const MAX_PROVIDERS = 100;

/** Every outcome of an attempt. The compiler notices a missing one. */
const OUTCOMES: Readonly<Record<Attempt['outcome'], true>> = {
  answered: true,
  stopped: true,
  auth: true,
  permission: true,
  payment: true,
  not_found: true,
  bad_request: true,
  context_length: true,
  content_filter: true,
  too_large: true,
  rate_limit: true,
  overloaded: true,
  server: true,
  connect: true,
  timeout_first: true,
  timeout_idle: true,
  timeout_total: true,
  truncated: true,
  empty: true,
  protocol: true,
  unseen: true,
  unchosen: true,
  unpriced: true,
  spent: true,
  canceled: true,
};

/** No request left, so there is no time and no cost. */
const UNSENT: readonly Attempt['outcome'][] = ['unchosen', 'unpriced', 'spent'];

interface ModelCountsParts {
  /** The services that are set up. */
  readonly providers: readonly string[];
  /** As in `MetricsParts`. */
  readonly hideSecrets: HideSecrets;
}

/** Counts what services do, and what it costs. */
export function countModels(
  registry: Registry,
  { providers, hideSecrets }: ModelCountsParts,
): Observe {
  const registers = [registry];
  const duration = new Histogram({
    ...metricNames.inferenceDuration,
    buckets: BUCKETS,
    registers,
  });
  const firstChunk = new Histogram({
    ...metricNames.timeToFirstChunk,
    buckets: BUCKETS,
    registers,
  });
  const attempts = new Counter({ ...metricNames.attempts, registers });
  const cost = new Counter({ ...metricNames.cost, registers });
  const unknownCosts = new Counter({ ...metricNames.unknownCosts, registers });
  const unpriced = new Counter({ ...metricNames.unpriced, registers });
  const tokens = {
    inputTokens: new Counter({ ...metricNames.inputTokens, registers }),
    cachedInputTokens: new Counter({ ...metricNames.cachedInputTokens, registers }),
    outputTokens: new Counter({ ...metricNames.outputTokens, registers }),
    reasoningTokens: new Counter({ ...metricNames.reasoningTokens, registers }),
  };
  const nameModel = limitModelNames(MAX_MODELS);
  const knownProviders = new Set(providers);

  // A counter that appears with its first failure does not rise for Prometheus: from 0 to 1, it does.
  for (const provider of providers) {
    const name = wellKnownProvider(provider);
    for (const outcome of Object.keys(OUTCOMES)) {
      attempts.inc({ gen_ai_provider_name: name, purpose: 'answer', outcome }, 0);
    }
  }

  function nameProvider(provider: string): string {
    if (knownProviders.size < MAX_PROVIDERS) knownProviders.add(provider);
    return knownProviders.has(provider) ? wellKnownProvider(provider) : 'other';
  }

  function countAttempt({ attempt, purpose }: ObservedAttempt): void {
    const { outcome, endMs, firstContentMs, usd } = attempt;
    const hasFailed = outcome !== 'answered' && outcome !== 'stopped';
    const failure = hasFailed ? { error_type: outcome } : {};
    const provider = nameProvider(attempt.provider);
    const names = {
      gen_ai_provider_name: provider,
      gen_ai_request_model: hideSecrets(nameModel({ ...attempt, failure: failure.error_type })),
    };
    const operation = { gen_ai_operation_name: operationOf(purpose), ...names };

    attempts.inc({ gen_ai_provider_name: provider, purpose, outcome });
    if (UNSENT.includes(outcome)) return;
    duration.observe({ ...operation, ...failure }, endMs / 1_000);
    if (firstContentMs !== undefined) firstChunk.observe(operation, firstContentMs / 1_000);
    countTokens(operation, attempt);
    if (isAmount(usd)) cost.inc({ ...names, purpose }, usd);
    else unknownCosts.inc(names);
  }

  function countTokens(labels: Record<string, string>, attempt: Attempt): void {
    for (const [name, counter] of Object.entries(tokens)) {
      const count = attempt[name as keyof typeof tokens];
      if (isAmount(count)) counter.inc(labels, count);
    }
  }

  return (observation) => {
    if (observation.kind === 'attempt') countAttempt(observation);
    if (observation.kind === 'unpriced') {
      unpriced.inc({ gen_ai_provider_name: nameProvider(observation.provider) });
    }
  };
}

/** A counter cannot fall, and stays `NaN` for good: services report what they like. */
function isAmount(value: number | undefined): value is number {
  return value !== undefined && value >= 0 && value < Infinity;
}

/** The well-known values of `gen_ai.operation.name` have none for recordings. */
function operationOf(purpose: ObservedAttempt['purpose']): string {
  return purpose === 'transcription' ? 'transcription' : 'chat';
}
