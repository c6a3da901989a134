/**
 * Runs the tests: all files `test/**\/*.test.ts`, or those whose path holds one of the given words.
 *
 *     node test/run.ts                  all
 *     node test/run.ts house replies    some
 *     node test/run.ts --quick          all except the slow ones
 *     node test/run.ts --checks         all, and style and types beside them (`npm test`)
 *
 * A file that passes is one line. A test that fails or is skipped has its whole path, and failures come again at the end with their
 * reasons. With REQUIRE_ALL=1 a skipped test is a failure.
 */
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { shareCluster } from './helpers/postgres.ts';
import { runChecks } from './helpers/run-checks.ts';
import { runTests } from './helpers/run-tests.ts';
import { USUAL_SECONDS, usually } from './helpers/usual-duration.ts';

/**
 * Files that `--quick` leaves out: a tenth of all files takes most of the time. Else they start first, so
 * that none of them runs alone at the end.
 */
const SLOW = [
  'test/e2e/',
  'test/markdown/invariants/',
  'test/markdown/layout/growing-layout.test.ts',
  'test/markdown/rendering-cost/',
  'test/bot/store-cost.test.ts',
  'test/console/page.test.ts',
  'test/conversations/cost.test.ts',
  'test/conversations/crash.test.ts',
  'test/files/documents/hostile-documents.test.ts',
  'test/files/hostile.test.ts',
  'test/helpers/run-tests.test.ts',
  'test/playground/discord/discord-js.test.ts',
  'test/playground/page-input.test.ts',
  'test/playground/page.test.ts',
  'test/replies/many-chats.test.ts',
  'test/replies/pace-property.test.ts',
  '/rendering/dialect.test.ts',
  '/rendering/rich/rich-dialect.test.ts',
  'test/providers/faults/',
  'test/providers/mutated-streams.test.ts',
  'test/providers/demo/',
  'test/providers/vercel/',
];

/** Most of the time of these files was that for loading the program, so several share a process. Long ones stay alone. */
const SHARING = /^test\/e2e\/(?!chaos|crash|fleet|page|process)/;
const SHARED_PROCESSES = 6;

/** Half of the slow files mostly wait, for the pauses and time limits of the bot. */
const FILES_AT_ONCE = 2 * availableParallelism();

/** No single test takes this long, not even on a machine that is ten times slower than usual. */
const LONGEST_TEST_MS = 240_000;
const LONGEST_SILENCE_MS = 300_000;

const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const isQuick = process.argv.includes('--quick');
const hasChecks = process.argv.includes('--checks');
const allFiles = globSync('test/**/*.test.ts', { cwd: root }).sort();
const files = allFiles
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
  .filter((path) => !isQuick || !isSlow(path))
  .sort((a, b) => Number(isSlow(b)) - Number(isSlow(a)));
const stale = SLOW.filter((part) => !allFiles.some((path) => path.includes(part)));

if (stale.length > 0) {
  process.stdout.write(`No test file is ${stale.join(' or ')}: correct SLOW in test/run.ts.\n`);
  process.exitCode = 1;
} else if (files.length === 0) {
  process.stdout.write(`No test file has ${words.join(' or ')} in its path.\n`);
  process.exitCode = 1;
} else {
  announce();
  shareCluster();
  const write = (text: string) => process.stdout.write(text);
  const checks = runChecks(root, hasChecks ? ['lint', 'types'] : [], write);
  const hasPassed = await runTests({
    root,
    processes: divideIntoProcesses(files),
    filesAtOnce: FILES_AT_ONCE,
    requireAll: process.env.REQUIRE_ALL === '1',
    longestTestMs: LONGEST_TEST_MS,
    longestSilenceMs: LONGEST_SILENCE_MS,
    write,
  });
  const failedChecks = await checks;
  for (const name of failedChecks) write(`✖ npm run ${name} failed, see above.\n`);
  process.exitCode = hasPassed && failedChecks.length === 0 ? 0 : 1;
}

function isSlow(path: string): boolean {
  return SLOW.some((part) => path.includes(part));
}

/** Gives the files of each process. Shared processes start behind the files that are slow by themselves. */
function divideIntoProcesses(paths: readonly string[]): string[][] {
  const sharing = paths.filter((path) => SHARING.test(path));
  const alone = paths.filter((path) => !SHARING.test(path));
  const shared = Map.groupBy(sharing, (path) => sharing.indexOf(path) % SHARED_PROCESSES);
  const slow = alone.filter(isSlow).length;
  return alone.map((path) => [path]).toSpliced(slow, 0, ...shared.values());
}

/** Says how long the run usually takes. The duration of a selection by words was not measured. */
function announce(): void {
  const duration =
    words.length > 0 ? '' : `; ${usually(isQuick ? USUAL_SECONDS.quick : USUAL_SECONDS.tests)}`;
  process.stdout.write(
    `Runs ${files.length} test ${files.length === 1 ? 'file' : 'files'}${hasChecks ? ' and checks style and types' : ''}${duration}.\n`,
  );
}
