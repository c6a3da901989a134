import type { LimitState } from '../contracts/limits.ts';
import type { ProviderErrorKind } from '../contracts/provider.ts';

/** A key of a service, without showing it. */
export interface KeyName {
  readonly provider: string;
  readonly keyAlias?: string;
}

/** Something that an operator should know. Plain data, as it is stored: kinds and fields keep their names. */
export type Trouble =
  | ({ readonly kind: 'keyRefused' } & KeyName)
  /** The key may not use this model. */
  | ({ readonly kind: 'keyLimited'; readonly model: string } & KeyName)
  | ({ readonly kind: 'noCredit'; readonly model: string } & KeyName)
  /** Attempts of a model failed, the last one for `why`. */
  | {
      readonly kind: 'modelFails';
      readonly provider: string;
      readonly model: string;
      readonly why: ProviderErrorKind;
    }
  /** `place`: where the configuration names the model. `daysAhead`: the warning is for at most so many days. */
  | {
      readonly kind: 'modelEnds';
      readonly model: string;
      readonly place: string;
      readonly endsOn: string;
      readonly daysAhead: number;
    }
  /** `scope`: what is counted: the bot, a scope of `parley.yaml`, a server or a channel. */
  | ({ readonly kind: 'limitNearlyReached' } & ReachedLimit)
  | ({ readonly kind: 'limitReached' } & ReachedLimit)
  | { readonly kind: 'unpriced'; readonly provider: string; readonly model: string }
  | { readonly kind: 'diskNearlyFull'; readonly freeBytes: number }
  /** `problem` says why and what helps, in whole English sentences. */
  | { readonly kind: 'storeFails'; readonly problem: string }
  | { readonly kind: 'networkLost'; readonly name: string; readonly problem?: string }
  /** A person must change something first. */
  | { readonly kind: 'networkLeftOut'; readonly name: string; readonly problem?: string }
  /** Only gateways run: questions are kept, and nobody answers them. */
  | { readonly kind: 'noWorkers' }
  | { readonly kind: 'newVersion'; readonly version: string; readonly current: string };

type ReachedLimit = Pick<
  LimitState,
  'subject' | 'scope' | 'measure' | 'used' | 'most' | 'resetsAt'
>;

/** The kind of a trouble. */
export type TroubleKind = Trouble['kind'];

/** The names of models may come from a service. */
const MAX_ID_LENGTH = 200;

/** Names a trouble: what has the same id is the same trouble. */
export function idOf(trouble: Trouble): string {
  return [groupOf(trouble), ...partsOf(trouble)].join(' ').slice(0, MAX_ID_LENGTH);
}

/** Of a network, one trouble becomes the other. */
function groupOf({ kind }: Trouble): string {
  return kind === 'networkLeftOut' ? 'networkLost' : kind;
}

function partsOf(trouble: Trouble): readonly string[] {
  switch (trouble.kind) {
    case 'keyRefused':
      return [trouble.provider, trouble.keyAlias ?? ''];
    case 'keyLimited':
    case 'noCredit':
      return [trouble.provider, trouble.keyAlias ?? '', trouble.model];
    case 'modelFails':
    case 'unpriced':
      return [`${trouble.provider}/${trouble.model}`];
    case 'modelEnds':
      return [trouble.model, trouble.endsOn, String(trouble.daysAhead)];
    case 'limitNearlyReached':
    case 'limitReached':
      return [trouble.scope, trouble.subject, trouble.measure, String(trouble.resetsAt)];
    case 'networkLost':
    case 'networkLeftOut':
      return [trouble.name];
    case 'newVersion':
      return [trouble.version];
    case 'diskNearlyFull':
    case 'storeFails':
    case 'noWorkers':
      return [];
  }
}
