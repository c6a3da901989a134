import type { ProviderErrorKind } from '../contracts/provider.ts';
import type { ProviderError } from '../errors.ts';
import { backoffMs } from '../lib/backoff.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import type { Log } from '../lib/log.ts';
import { type CooldownSubject, type FailureAction, failureActions } from './actions.ts';
import type { Candidate } from './candidate.ts';
import type { CooldownSharing } from './cooldown-sharing.ts';
import type { ModelTarget } from './model-target.ts';
import { targetName } from './route.ts';

/** Remembers the cooldowns of providers, keys and models, and how fast models start to answer. */
export interface Health {
  /** The longest cooldown of the candidate's provider, key and model. `undefined`: none. */
  cooldownOf(candidate: Candidate): Cooldown | undefined;
  /**
   * Follows an attempt that starts. After a cooldown, the first attempt is the probe: until it
   * ends, the cooldown goes on for all others.
   */
  trackAttempt(candidate: Candidate): TrackedAttempt;
  /** The average time to the first content. `undefined`: no answer since the start. */
  firstContentMsOf(target: ModelTarget): number | undefined;
}

/** The time for which the router still prefers other candidates. */
export interface Cooldown {
  readonly ms: number;
  readonly reason: ProviderErrorKind;
  /** The service asked for it, or a person has to act. Otherwise it is a guess from failures. */
  readonly isCertain: boolean;
}

/** One attempt, as the health follows it. */
export interface TrackedAttempt {
  /** Counts as a success: ends the cooldowns of the provider, the key and the model. */
  recordFirstContent(firstContentMs: number): void;
  /** Ends the attempt, and starts the cooldown that `failureActions` names. */
  recordFailure(error: ProviderError): void;
  /** Ends the attempt without a verdict. */
  end(): void;
}

/** The memory of one provider, key or model. */
interface Entry {
  /** The last cooldown. It stays here after its end, until a success. */
  cooldown?: {
    readonly endsAt: number;
    readonly reason: ProviderErrorKind;
    readonly isCertain: boolean;
  };
  cooldownsSinceSuccess: number;
  /** The attempt after a cooldown that shows whether the failure is over. */
  probe?: TrackedAttempt;
  failuresInRow: number;
  lastOutcomes: readonly { readonly endedAt: number; readonly hasFailed: boolean }[];
  averageFirstContentMs?: number;
}

type CooldownRule = NonNullable<FailureAction['cooldown']>;

const COOLDOWN_GUESS = { firstMs: 5_000, longestMs: 5 * 60_000 };
/** No cooldown is longer, whatever a service asks for: its clock, or its unit, may be wrong. */
const LONGEST_COOLDOWN_MS = 60 * 60_000;
/** Older outcomes do not count. */
const OUTCOMES_WINDOW_MS = 60_000;
const MIN_OUTCOMES = 5;
const MAX_OUTCOMES = 100;
/** The last five answers make two thirds of the average. */
const WEIGHT_OF_NEWEST = 0.2;
const MAX_ENTRIES = 5_000;

interface HealthParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: no other process asks the same services. */
  readonly sharing?: CooldownSharing | undefined;
}

/** Makes the memory that all answers of one router share. */
export function createHealth({ clock, log, sharing }: HealthParts): Health {
  // Entries do not expire: a cooldown that is over still decides which attempt is the probe.
  const entries = createExpiringMap<string, Entry>({ clock, maxEntries: MAX_ENTRIES });

  const entryOf = (id: string): Entry => {
    const existing = entries.get(id);
    if (existing) return existing;

    const entry = { cooldownsSinceSuccess: 0, failuresInRow: 0, lastOutcomes: [] };
    entries.set(id, entry);
    return entry;
  };

  const recordFirstContent = (candidate: Candidate, firstContentMs: number) => {
    const ids = idsOf(candidate);
    for (const id of Object.values(ids)) {
      const entry = entries.get(id);
      if (!entry) continue;
      if (entry.cooldown?.isCertain) sharing?.ended(id);
      delete entry.cooldown;
      entry.cooldownsSinceSuccess = 0;
    }

    const model = entryOf(ids.model);
    addOutcome(entryOf(ids.provider), false, clock.now());
    addOutcome(model, false, clock.now());
    const average = model.averageFirstContentMs ?? firstContentMs;
    model.averageFirstContentMs = average + (firstContentMs - average) * WEIGHT_OF_NEWEST;
  };

  const recordFailure = (candidate: Candidate, error: ProviderError) => {
    const rule = failureActions[error.kind].cooldown;
    if (!rule) return;

    const id = idsOf(candidate)[rule.subject];
    const entry = entryOf(id);
    if (rule.needsSeveralFailures) addOutcome(entry, true, clock.now());
    const isNew = startCooldown(entry, error, rule, clock.now());
    const { endsAt = 0, isCertain, reason } = entry.cooldown ?? {};
    if (isNew && isCertain && reason) sharing?.started({ id, ms: endsAt - clock.now(), reason });

    // A person can cure the failures whose cooldown has a fixed length.
    if (!isNew || rule.ms === undefined) return;
    const { target, key } = candidate;
    log.warn(
      {
        provider: target.provider.name,
        key: key.provider.keyAlias,
        model: target.model,
        kind: error.kind,
        error: error.message,
      },
      'router: refused, cooldown started',
    );
  };

  sharing?.listen(({ id, ms, reason }) => {
    const entry = entryOf(id);
    const endsAt = clock.now() + Math.min(LONGEST_COOLDOWN_MS, ms);
    if (ms <= 0) delete entry.cooldown;
    else if ((entry.cooldown?.endsAt ?? 0) < endsAt)
      entry.cooldown = { endsAt, reason, isCertain: true };
  });

  return {
    cooldownOf(candidate) {
      const now = clock.now();
      const cooldowns = Object.values(idsOf(candidate)).flatMap((id) => {
        const entry = entries.get(id);
        if (!entry?.cooldown || !isCoolingDown(entry, now)) return [];
        const { endsAt, reason, isCertain } = entry.cooldown;
        return { ms: Math.max(1, endsAt - now), reason, isCertain };
      });
      return cooldowns.sort((a, b) => b.ms - a.ms)[0];
    },

    trackAttempt(candidate) {
      const probedEntries = Object.values(idsOf(candidate)).flatMap((id) => {
        const entry = entries.get(id);
        return entry?.cooldown && !isCoolingDown(entry, clock.now()) ? entry : [];
      });

      const attempt: TrackedAttempt = {
        recordFirstContent(firstContentMs) {
          recordFirstContent(candidate, firstContentMs);
          attempt.end();
        },
        recordFailure(error) {
          recordFailure(candidate, error);
          attempt.end();
        },
        end() {
          for (const entry of probedEntries) if (entry.probe === attempt) delete entry.probe;
        },
      };
      for (const entry of probedEntries) entry.probe = attempt;
      return attempt;
    },

    firstContentMsOf: (target) => entries.get(targetName(target))?.averageFirstContentMs,
  };
}

function isCoolingDown({ cooldown, probe }: Entry, now: number): boolean {
  return cooldown !== undefined && (now < cooldown.endsAt || probe !== undefined);
}

function addOutcome(entry: Entry, hasFailed: boolean, now: number): void {
  const recent = entry.lastOutcomes.filter(({ endedAt }) => endedAt > now - OUTCOMES_WINDOW_MS);
  entry.lastOutcomes = [...recent.slice(1 - MAX_OUTCOMES), { endedAt: now, hasFailed }];
  entry.failuresInRow = hasFailed ? entry.failuresInRow + 1 : 0;
}

/**
 * Starts a cooldown if the failure calls for one.
 *
 * @returns `true` if it started while none was running.
 */
function startCooldown(
  entry: Entry,
  error: ProviderError,
  rule: CooldownRule,
  now: number,
): boolean {
  const isCertain = rule.ms !== undefined || error.retryAfterMs !== undefined;
  const isRunning = entry.cooldown !== undefined && now < entry.cooldown.endsAt;
  // Attempts that started before a cooldown and fail after its start are no reason to double it.
  if (!isCertain && isRunning) return false;
  if (!isCertain && rule.needsSeveralFailures && !seemsUnhealthy(entry)) return false;

  const ms = isCertain
    ? Math.max(rule.ms ?? 0, error.retryAfterMs ?? 0)
    : backoffMs(entry.cooldownsSinceSuccess + 1, COOLDOWN_GUESS);
  const endsAt = now + Math.min(LONGEST_COOLDOWN_MS, ms);
  entry.cooldown = { endsAt, reason: error.kind, isCertain };
  entry.cooldownsSinceSuccess += 1;
  entry.lastOutcomes = [];
  return !isRunning;
}

/**
 * One failure proves little; the one after a cooldown is enough. Failures in a row count however
 * far apart they are, because where few people ask, no minute has enough outcomes.
 */
function seemsUnhealthy({ cooldown, failuresInRow, lastOutcomes }: Entry): boolean {
  if (cooldown !== undefined || failuresInRow >= MIN_OUTCOMES) return true;

  const failures = lastOutcomes.filter(({ hasFailed }) => hasFailed).length;
  return lastOutcomes.length >= MIN_OUTCOMES && failures > lastOutcomes.length / 2;
}

function idsOf({ target, key }: Candidate): Readonly<Record<CooldownSubject, string>> {
  return {
    provider: target.provider.name,
    key: key.id,
    model: targetName(target),
    'key of model': `${key.id}/${target.model}`,
  };
}
