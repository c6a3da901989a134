import type { TroubleKind } from './trouble.ts';

/** When a kind of trouble is told, and when it is forgotten. */
export interface TroubleRule {
  /** Told when it was seen so often without a good sign in between. Absent: however often. */
  readonly times?: number;
  /** …over at least this time. Absent: in no time. */
  readonly spanMs?: number;
  /** Told also when it was seen once, and nothing says after this time that it is over. Absent: not. */
  readonly afterMs?: number;
  /** Its end is told as well. */
  readonly tellsEnd: boolean;
  /** Each process has it for itself: it is over when the last one of them says so, or has left. */
  readonly isOfProcess?: true;
  /** Without any sign for so long, it no longer counts, and nobody is told: what had it is no longer used. */
  readonly forgetMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const USUAL = { tellsEnd: true, forgetMs: 30 * DAY_MS };

/** The rule for each kind. */
export const TROUBLE_RULES: Readonly<Record<TroubleKind, TroubleRule>> = {
  // Services refuse good keys for a moment when they themselves are broken, and another key answers meanwhile.
  keyRefused: { ...USUAL, times: 2, afterMs: 10 * MINUTE_MS },
  keyLimited: { ...USUAL, times: 2, afterMs: 10 * MINUTE_MS },
  // Credit does not come back by itself: somebody has to pay.
  noCredit: { ...USUAL, times: 1 },
  // Some failures in a row are an overload that passes, and one question can cause several.
  modelFails: { ...USUAL, times: 5, spanMs: MINUTE_MS },
  // It is known for weeks. The operator ends it, by naming another model.
  modelEnds: { ...USUAL, times: 1, tellsEnd: false },
  // Limits tells it once. The message names the time of the end, and nothing has stopped so far.
  limitNearlyReached: { ...USUAL, times: 1, tellsEnd: false },
  // From its end on, more is answered again.
  limitReached: { ...USUAL, times: 1 },
  // The model never answers like this.
  unpriced: { ...USUAL, times: 1 },
  // Every look sees it; it moves slowly in both directions.
  diskNearlyFull: { ...USUAL, times: 1 },
  // A copy or a check can lock a file for seconds. The store itself waits for a quiet minute before it works again.
  storeFails: { ...USUAL, isOfProcess: true, times: 2, spanMs: MINUTE_MS, afterMs: 2 * MINUTE_MS },
  // Connections break every day, and come back within seconds or minutes.
  networkLost: { ...USUAL, isOfProcess: true, afterMs: 10 * MINUTE_MS },
  // It is not tried again before a person has changed something.
  networkLeftOut: { ...USUAL, isOfProcess: true, times: 1 },
  // A deploy may leave some seconds between the old ones and the new ones.
  noWorkers: { ...USUAL, afterMs: 2 * MINUTE_MS },
  // Its end is the update. A version that nobody installs stays told.
  newVersion: { times: 1, tellsEnd: false, forgetMs: 400 * DAY_MS },
};
