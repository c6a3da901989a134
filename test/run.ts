/**
 * Runs every `test/**\/*.test.ts`, or those whose path holds one of the words given: `node test/run.ts house replies`.
 *
 * Green is one line a file; what fails or is skipped is told in full. With REQUIRE_ALL=1 a skipped test is a failure.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { createReport } from './helpers/create-report.ts';

const LONGEST_TEST_MS = 90_000;
/** All may take five minutes on two cores: a slower machine still passes, and a file that never ends is ended and named. */
const LONGEST_RUN_MS = 480_000;

const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2);
const files = globSync('test/**/*.test.ts', { cwd: root })
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
  .sort();

const report = createReport({
  root,
  write: (text) => process.stdout.write(text),
  requireAll: process.env.REQUIRE_ALL === '1',
});
const signal = AbortSignal.timeout(LONGEST_RUN_MS);

if (files.length === 0) report.fail(`No test file's path holds ${words.join(' or ')}.`);
const events = run({
  files: files.map((path) => join(root, path)),
  concurrency: 2,
  timeout: LONGEST_TEST_MS,
  // Not `forceExit`: files would end before they have told of all their tests.
  signal,
});
for await (const event of events) report.take(event);
if (signal.aborted)
  report.fail(`The tests took longer than ${LONGEST_RUN_MS / 60_000} minutes and were ended.`);
process.exitCode = report.close() ? 0 : 1;
