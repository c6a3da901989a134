/** Prints what `npm test` does and how long it usually takes, before the linter starts. */
import { USUAL_SECONDS, usually } from './helpers/usual-duration.ts';

process.stdout.write(
  `Checks style and types and runs all tests; ${usually(USUAL_SECONDS.everything)}.\n`,
);
