import type { Attempt } from '../contracts/attempt.ts';
import type { LimitState } from '../contracts/limits.ts';
import type { Observation } from '../contracts/observation.ts';
import type { NetworkState } from '../contracts/overview.ts';
import type { ProviderErrorKind } from '../contracts/provider.ts';
import { isOfPerson } from '../lib/is-of-person.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { idOf, type Trouble } from './trouble.ts';

/** What an observation says about troubles. */
export interface Signs {
  /** There is this trouble. */
  readonly seen?: Trouble;
  /** Ids of troubles that are over. */
  readonly over?: readonly string[];
}

const NOTHING: Signs = {};

/** Failures of the service or its model. Others are those of the question, of a limit, or of the key. */
const FAILURES_OF_MODEL: ReadonlySet<string> = new Set<ProviderErrorKind>([
  'not_found',
  'rate_limit',
  'overloaded',
  'server',
  'connect',
  'timeout_first',
  'timeout_idle',
  'timeout_total',
  'truncated',
  'empty',
  'protocol',
]);

/** Reads the signs of trouble from an observation. Pure, and cheap: there is one for each write to a network. */
export function readObservation(observation: Observation): Signs {
  switch (observation.kind) {
    case 'attempt':
      return readAttempt(observation.attempt);
    case 'network':
      return readNetwork(observation.state);
    case 'store':
      return readStore(observation.problem);
    case 'limit':
      return readLimit(observation.limit, observation.share);
    case 'unpriced':
      return { seen: observation };
    default:
      return NOTHING;
  }
}

function readAttempt({ provider, model, keyAlias, outcome }: Attempt): Signs {
  const key = omitUndefined({ provider, keyAlias });
  if (outcome === 'answered') {
    const why = 'server';
    return {
      over: [
        idOf({ kind: 'keyRefused', ...key }),
        idOf({ kind: 'keyLimited', ...key, model }),
        idOf({ kind: 'noCredit', ...key, model }),
        idOf({ kind: 'modelFails', provider, model, why }),
        idOf({ kind: 'unpriced', provider, model }),
      ],
    };
  }
  if (outcome === 'auth') return { seen: { kind: 'keyRefused', ...key } };
  if (outcome === 'permission') return { seen: { kind: 'keyLimited', ...key, model } };
  // A service has free models beside others: those answer without credit.
  if (outcome === 'payment') return { seen: { kind: 'noCredit', ...key, model } };
  if (outcome === 'stopped' || !FAILURES_OF_MODEL.has(outcome)) return NOTHING;
  return { seen: { kind: 'modelFails', provider, model, why: outcome } };
}

function readNetwork({ name, state, problem }: NetworkState): Signs {
  const network = omitUndefined({ name, problem });
  if (state === 'connected') return { over: [idOf({ kind: 'networkLost', name })] };
  return { seen: { kind: state === 'retrying' ? 'networkLost' : 'networkLeftOut', ...network } };
}

function readStore(problem: string | undefined): Signs {
  if (problem === undefined) return { over: [idOf({ kind: 'storeFails', problem: '' })] };
  return { seen: { kind: 'storeFails', problem } };
}

/** The limits of persons concern nobody but them, and those of a minute are over at once. */
function readLimit(limit: LimitState, share: 0.8 | 1): Signs {
  const { subject, scope, measure, used, most, resetsAt } = limit;
  if (isOfPerson(subject) || measure === 'answersPerMinute' || measure === 'commandsPerMinute')
    return NOTHING;

  const facts = { subject, scope, measure, used, most, resetsAt };
  if (share !== 1) return { seen: { kind: 'limitNearlyReached', ...facts } };

  const nearly = idOf({ kind: 'limitNearlyReached', ...facts });
  return { seen: { kind: 'limitReached', ...facts }, over: [nearly] };
}
