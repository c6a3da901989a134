import type { Replies } from '../contracts/replies.ts';
import type { EditBudget } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createLru } from '../lib/lru.ts';
import { createPace, type Pace } from './create-pace.ts';
import { createReply } from './create-reply.ts';

/** Scopes in use at once are fewer by far; a forgotten one only starts with a fresh window. */
const REMEMBERED_SCOPES = 5_000;

export function createReplies({ clock, log }: { readonly clock: Clock; readonly log: Log }): Replies {
  const paces = createLru<string, Pace>(REMEMBERED_SCOPES);
  const paceOf = (budget: EditBudget) => {
    const pace = paces.get(budget.scope) ?? createPace(budget, clock);
    paces.set(budget.scope, pace);
    return pace;
  };
  return { open: (request) => createReply({ ...request, clock, log, pace: paceOf(request.surface.budget) }) };
}
