import type { Fleet } from '../contracts/fleet.ts';
import type { Provider } from '../contracts/provider.ts';
import type { ModelReporter, Router } from '../contracts/router.ts';
import type { Routing } from '../contracts/routing.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createCatalogue } from './catalogue.ts';
import { createCooldownSharing } from './cooldown-sharing.ts';
import type { ImageLimitsOf } from './describe-vision.ts';
import { createHealth } from './health.ts';
import { createPromptLimits } from './prompt-limits.ts';
import { createRetryBudget } from './retry-budget.ts';
import { streamWithFallback } from './stream-with-fallback.ts';
import { createTokenCalibration } from './token-calibration.ts';

/*
 * The words of this folder, in the order in which a question meets them:
 *
 *   name        what people type: an alias, `provider/model`, a model's id, or a provider
 *   route       the plan for one answer: the primary targets, as requested, and the fallbacks
 *   target      one model of one provider
 *   candidate   a target under one key of the provider's key ring
 *   attempt     one request to one candidate; people see only the last one of an answer
 *
 * After failures, a provider, a key or a model has a cooldown: the router prefers other candidates.
 * The first attempt after a cooldown is the probe, which shows whether the failure is over.
 *
 * A model that refused a prompt for its length gets shorter ones from then on: prompt-limits.ts. The
 * reported tokens of answered prompts say how long the next ones may be: token-calibration.ts.
 *
 * catalogue.ts turns a name into a route, attempts.ts plans one attempt after another, and
 * stream-with-fallback.ts makes them. actions.ts is the table of what follows each kind of failure.
 */

/** The parts of a router. */
export interface RouterParts {
  /**
   * In the order in which people see their models. The first one that lists a model that chats answers
   * where nothing else is configured. Providers with the same name are one service under several keys.
   */
  readonly providers: readonly Provider[];
  /** Gives the newest routing; called for each question. Absent: no aliases, fallbacks or rules. */
  readonly routing?: (() => Routing) | undefined;
  /**
   * The name of a model, as people use it; no provider need list it. Absent: the default model of
   * the routing, else one that `pickDefault` picks.
   */
  readonly defaultModel?: string | undefined;
  /** Absent: the limits are unknown. */
  readonly imageLimitsOf?: ImageLimitsOf | undefined;
  /** Absent: no other process asks the same services. */
  readonly fleet?: Pick<Fleet, 'tell' | 'onTold'> | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives 0 ≤ x < 1. */
  readonly random?: () => number;
}

const EMPTY_ROUTING: Routing = {
  aliases: new Map(),
  fallbacks: {},
  models: new Map(),
  scopes: new Map(),
};

/** Makes a router, which starts to discover the models at once. */
export function createRouter({
  routing = () => EMPTY_ROUTING,
  random = Math.random,
  fleet,
  ...others
}: RouterParts): Router & ModelReporter {
  const sharing = fleet && createCooldownSharing(fleet);
  const health = createHealth({ ...others, sharing });
  const promptLimits = createPromptLimits(others.clock);
  const calibration = createTokenCalibration(others.clock);
  const parts = { ...others, routing, random, health, promptLimits, calibration };
  const catalogue = createCatalogue(parts);
  const retryBudget = createRetryBudget(others.clock);
  const streamParts = { ...parts, retryBudget, route: catalogue.route };

  return {
    get defaultModel() {
      return catalogue.defaultModel;
    },
    models: catalogue.models,
    find: catalogue.find,
    describeStart: catalogue.describeStart,
    stream: (request, signal, spending, onAttempt) =>
      streamWithFallback({ ...streamParts, onAttempt }, request, { signal, spending }),
  };
}
