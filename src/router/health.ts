import type { ProviderErrorKind } from '../contracts/provider.ts';
import type { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createLru } from '../lib/lru.ts';
import { type CooldownScope, type FailureAction, failureActions } from './actions.ts';
import type { Candidate } from './candidate.ts';

/** Who is to be left alone for a while, because it failed. */
export interface Health {
  /** `undefined`: it can be asked. */
  cooldownOf(candidate: Candidate): Cooldown | undefined;
  /** It is being asked. After a rest this is the one try that shows whether it is well: until it is decided, the rest goes on for all others. */
  startAttempt(candidate: Candidate): Probe;
}

export interface Cooldown {
  readonly ms: number;
  readonly reason: ProviderErrorKind;
  /** The back end said so itself. Else it only seems unwell. */
  readonly isCertain: boolean;
}

export interface Probe {
  /** Ends every rest that it disproves. */
  succeeded(): void;
  failed(error: ProviderError): void;
  /** It is over, whatever became of it. */
  end(): void;
}

interface Entry {
  /** The last rest, also when it is over: until something succeeds. */
  rest?: {
    readonly until: number;
    readonly reason: ProviderErrorKind;
    readonly isCertain: boolean;
  };
  /** Rests since the last success. */
  rests: number;
  /** Who asks whether it is well again. */
  probe?: Probe;
  failuresInRow: number;
  /** The last answers. */
  samples: readonly { readonly at: number; readonly failed: boolean }[];
}

type Rests = NonNullable<FailureAction['cooldown']>;

const SHORTEST_REST_MS = 5_000;
const LONGEST_REST_MS = 5 * 60_000;
/** However long a back end asks: its clock, or its unit, may be wrong. */
const LONGEST_ASKED_REST_MS = 60 * 60_000;
const WINDOW_MS = 60_000;
const FEWEST_SAMPLES = 5;
const MOST_SAMPLES = 100;
const MOST_ENTRIES = 5_000;

export function createHealth({ clock, log }: { readonly clock: Clock; readonly log: Log }): Health {
  const entries = createLru<string, Entry>(MOST_ENTRIES);
  const entryOf = (id: string): Entry => {
    const entry = entries.get(id) ?? { rests: 0, failuresInRow: 0, samples: [] };
    entries.set(id, entry);
    return entry;
  };
  const isResting = ({ rest, probe }: Entry) =>
    rest !== undefined && (clock.now() < rest.until || probe !== undefined);

  const addSample = (entry: Entry, failed: boolean) => {
    const since = clock.now() - WINDOW_MS;
    const samples = entry.samples.filter(({ at }) => at > since).slice(1 - MOST_SAMPLES);
    entry.samples = [...samples, { at: clock.now(), failed }];
    entry.failuresInRow = failed ? entry.failuresInRow + 1 : 0;
  };

  /** One failure says little; the one after a rest says enough. Where few ask, a minute never has enough of them. */
  const seemsUnwell = ({ rest, failuresInRow, samples }: Entry) =>
    rest !== undefined ||
    failuresInRow >= FEWEST_SAMPLES ||
    (samples.length >= FEWEST_SAMPLES &&
      samples.filter(({ failed }) => failed).length > samples.length / 2);

  const giveRest = (entry: Entry, error: ProviderError, rests: Rests): boolean => {
    const { retryAfterMs } = error;
    const isCertain = rests.ms !== undefined || retryAfterMs !== undefined;
    const wasResting = entry.rest !== undefined && clock.now() < entry.rest.until;
    // Those that were asked before a rest began and fail after it are no reason to double it.
    if (!isCertain && (wasResting || (rests.needsSeveralFailures && !seemsUnwell(entry))))
      return false;
    const guessMs = Math.min(LONGEST_REST_MS, SHORTEST_REST_MS * 2 ** entry.rests);
    const ms = Math.min(
      LONGEST_ASKED_REST_MS,
      isCertain ? Math.max(rests.ms ?? 0, retryAfterMs ?? 0) : guessMs,
    );
    entry.rest = { until: clock.now() + ms, reason: error.kind, isCertain };
    entry.rests += 1;
    entry.samples = [];
    return !wasResting;
  };

  const fail = (candidate: Candidate, error: ProviderError) => {
    const { cooldown } = failureActions[error.kind];
    if (!cooldown) return;
    const entry = entryOf(idsOf(candidate)[cooldown.scope]);
    if (cooldown.needsSeveralFailures) addSample(entry, true);
    if (!giveRest(entry, error, cooldown) || cooldown.ms === undefined) return;
    const { target, key } = candidate;
    const who = { provider: target.provider.name, key: key.provider.keyAlias, model: target.model };
    log.warn(
      { ...who, kind: error.kind, error: error.message },
      'refused, and left alone for a while',
    );
  };

  return {
    cooldownOf(candidate) {
      const rests = Object.values(idsOf(candidate)).flatMap((id) => {
        const entry = entries.get(id);
        if (!entry?.rest || !isResting(entry)) return [];
        const { until, reason, isCertain } = entry.rest;
        return { ms: Math.max(1, until - clock.now()), reason, isCertain };
      });
      return rests.sort((a, b) => b.ms - a.ms)[0];
    },

    startAttempt(candidate) {
      const ids = idsOf(candidate);
      const trial: Probe = {
        succeeded() {
          for (const id of Object.values(ids)) {
            const entry = entries.get(id);
            if (!entry) continue;
            delete entry.rest;
            entry.rests = 0;
          }
          addSample(entryOf(ids.provider), false);
          addSample(entryOf(ids.model), false);
          trial.end();
        },
        failed(error) {
          fail(candidate, error);
          trial.end();
        },
        end() {
          for (const entry of probed) if (entry.probe === trial) delete entry.probe;
        },
      };
      const probed = Object.values(ids).flatMap((id) => {
        const entry = entries.get(id);
        return entry?.rest && !isResting(entry) ? entry : [];
      });
      for (const entry of probed) entry.probe = trial;
      return trial;
    },
  };
}

function idsOf({
  target: { provider, model },
  key,
}: Candidate): Readonly<Record<CooldownScope, string>> {
  return {
    provider: provider.name,
    key: key.id,
    model: `${provider.name}/${model}`,
    'key of model': `${key.id}/${model}`,
  };
}

/** How long models take to their first word: an average that forgets. */
export interface Speeds {
  add(name: string, firstContentMs: number): void;
  of(name: string): number | undefined;
}

/** The last five answers make two thirds of it. */
const WEIGHT_OF_NEWEST = 0.2;
const MOST_MODELS = 1_000;

export function createSpeeds(): Speeds {
  const averages = createLru<string, number>(MOST_MODELS);
  return {
    add(name, firstContentMs) {
      const before = averages.get(name) ?? firstContentMs;
      averages.set(name, before + (firstContentMs - before) * WEIGHT_OF_NEWEST);
    },
    of: (name) => averages.get(name),
  };
}
