import { durationInWords } from '../durations.ts';

/** A duration after `vor`, `nach` and `den letzten`, which take the dative: `2 Tagen`. */
export function afterPreposition(ms: number): string {
  return inDative(durationInWords(ms, 'de'));
}

/** As `afterPreposition`, for a duration in words. Its short forms have no cases. */
export function inDative(duration: string): string {
  return duration.replace(/Tage$/, 'Tagen');
}
