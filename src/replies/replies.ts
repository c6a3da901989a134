import type { Replies } from '../contracts/replies.ts';
import type { EditBudget } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createLru } from '../lib/lru.ts';
import { createPace, type Pace } from './pace.ts';
import { createRateWindow, type RateWindow } from './rate-window.ts';
import { createReply } from './reply.ts';

/** Scopes in use at once are fewer by far; a forgotten one only starts with a fresh window. */
const REMEMBERED_SCOPES = 5_000;

export interface RepliesParts {
  readonly clock: Clock;
  readonly log: Log;
  /** See `Dialect.open`. */
  readonly mostMessages?: number;
}

export function createReplies({ clock, log, mostMessages }: RepliesParts): Replies {
  const paces = createLru<string, Pace>(REMEMBERED_SCOPES);
  const overalls = createLru<string, RateWindow>(REMEMBERED_SCOPES);

  const overallOf = (limit: NonNullable<EditBudget['overall']>) => {
    const window = overalls.get(limit.scope) ?? createRateWindow(limit, clock);
    overalls.set(limit.scope, window);
    return window;
  };
  const paceOf = (budget: EditBudget) => {
    const pace =
      paces.get(budget.scope) ??
      createPace(budget, clock, budget.overall && overallOf(budget.overall));
    paces.set(budget.scope, pace);
    return pace;
  };

  return {
    open(request) {
      const { surface } = request;
      return createReply({
        ...{ ...request, clock, log, mostMessages },
        paceOf(limit) {
          const budget = surface.budget();
          return paceOf((limit === 'previews' && budget.previews) || budget);
        },
      });
    },
  };
}
