/** The durations of the commands for tests, measured on 2 cores. */
export const USUAL_SECONDS = {
  /** `node test/run.ts` */
  tests: 270,
  /** `npm run test:quick`: 35 to 50 on a quiet machine, about 80 on a busy one. */
  quick: 45,
} as const;

/**
 * Words for a duration, as the sentence before a run says it:
 * `usually about 3 minutes on 2 cores`.
 */
export function usually(seconds: number): string {
  if (seconds < 90) return `usually about ${Math.round(seconds)} seconds on 2 cores`;
  const minutes = seconds < 300 ? Math.round(seconds / 30) / 2 : Math.round(seconds / 60);
  return `usually about ${minutes} minutes on 2 cores`;
}
