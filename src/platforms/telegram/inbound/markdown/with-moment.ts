import { formatUtc } from '../../../../lib/format-utc.ts';

/** Adds the moment in UTC to the words of a date, which each person's app shows in its own way. */
export function withMoment(words: string, unixSeconds: number | undefined): string {
  const moment = unixSeconds === undefined ? undefined : formatUtc(unixSeconds * 1000);
  return moment === undefined ? words : `${words} (${moment})`;
}
