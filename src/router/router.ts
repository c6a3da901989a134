import type { Provider } from '../contracts/provider.ts';
import type { Router } from '../contracts/router.ts';
import type { Routing } from '../contracts/routing.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createRetryBudget } from './attempts.ts';
import { createCatalogue } from './catalogue.ts';
import { createHealth, createSpeeds } from './health.ts';
import { streamWithFallback } from './stream-with-fallback.ts';

export interface RouterParts {
  /**
   * In the order in which their models are offered; the first one answers where nothing else is said. Those of one name are one
   * back end under several keys.
   */
  readonly providers: readonly Provider[];
  /** The newest one is asked for at each question. Without it there are no aliases, fallbacks and rules. */
  readonly routing?: (() => Routing) | undefined;
  /** A name as people use it; trusted also when nobody lists it. Without it: that of the routing, else the first provider's first model. */
  readonly defaultModel?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 ≤ x < 1. */
  readonly random?: () => number;
}

const PLAIN: Routing = { aliases: new Map(), fallbacks: {}, models: new Map() };

export function createRouter({
  routing = () => PLAIN,
  random = Math.random,
  ...rest
}: RouterParts): Router {
  const health = createHealth(rest);
  const speeds = createSpeeds();
  const parts = { ...rest, routing, random, health, speeds };
  const catalogue = createCatalogue(parts);
  const streamParts = { ...parts, retries: createRetryBudget(rest.clock), route: catalogue.route };
  return {
    get defaultModel() {
      return catalogue.defaultModel;
    },
    models: catalogue.models,
    find: catalogue.find,
    stream: (request, signal) => streamWithFallback(streamParts, request, signal),
  };
}
