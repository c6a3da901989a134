import type { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { failureActions } from './actions.ts';
import { type Candidate, candidatesFor } from './candidate.ts';
import { type PlannedTarget, targetName } from './route.ts';

/** Who was asked for one answer already, in vain. */
export interface AttemptLog {
  /** How many attempts there were. */
  readonly total: number;
  record(asked: Candidate<PlannedTarget>, error: ProviderError): void;
  /** Those that were not asked, and are not known to be too small for the conversation. */
  untriedCandidates(targets: readonly PlannedTarget[]): readonly Candidate<PlannedTarget>[];
  /** As `fresh`, of the models that were asked under no key. */
  candidatesOfUntriedModels(targets: readonly PlannedTarget[]): readonly Candidate<PlannedTarget>[];
  /** Who of this model may be asked once more, and when: the first of them. */
  nextRetryOf(target: PlannedTarget): Again | undefined;
}

interface Again {
  readonly candidate: Candidate<PlannedTarget>;
  readonly dueAt: number;
}

/** Of one model under one key. */
const MOST_ATTEMPTS_OF_ONE = 2;
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 4_000;

/** `random` gives 0 ≤ x < 1. */
export function createAttemptLog(clock: Clock, random: () => number): AttemptLog {
  const asked = new Map<string, Again & { readonly count: number }>();
  const models = new Set<string>();
  let total = 0;
  /** The largest window that was too small. */
  let tooSmall = 0;

  const fresh = (targets: readonly PlannedTarget[]) => {
    const large = targets.filter(({ info }) => (info.contextWindow ?? Infinity) > tooSmall);
    return candidatesFor(large).filter((candidate) => !asked.has(idOf(candidate)));
  };

  return {
    get total() {
      return total;
    },

    record(candidate, { kind, retryAfterMs }) {
      total += 1;
      const pauseMs = retryAfterMs ?? backoff(total, random);
      const dueAt = failureActions[kind].steps.includes('again') ? clock.now() + pauseMs : Infinity;
      asked.set(idOf(candidate), {
        candidate,
        dueAt,
        count: (asked.get(idOf(candidate))?.count ?? 0) + 1,
      });
      models.add(targetName(candidate.target));
      if (kind === 'context_length')
        tooSmall = Math.max(tooSmall, candidate.target.info.contextWindow ?? 0);
    },

    untriedCandidates: fresh,
    candidatesOfUntriedModels: (targets) =>
      fresh(targets.filter((target) => !models.has(targetName(target)))),

    nextRetryOf: (target) =>
      [...asked.values()]
        .filter(
          ({ candidate, count }) => candidate.target === target && count < MOST_ATTEMPTS_OF_ONE,
        )
        .sort((a, b) => a.dueAt - b.dueAt)[0],
  };
}

/** Full jitter: many askers who failed together must not come back together. */
function backoff(failures: number, random: () => number): number {
  return random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
}

function idOf({ target, key }: Candidate): string {
  return `${key.id}/${target.model}`;
}
