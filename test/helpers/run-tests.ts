import { join } from 'node:path';
import { run } from 'node:test';
import { spec, type TestEvent } from 'node:test/reporters';
import { COMPILE_CACHE } from './compile-cache.ts';
import { type ReportOptions, shortenReport } from './shorten-report.ts';

/** The tests to run, and the form of the report. */
interface RunOptions extends ReportOptions {
  /** Relative to `root`. They start in this order. */
  readonly files: readonly string[];
  readonly filesAtOnce: number;
  write(text: string): void;
  /** A test that takes longer fails, and those behind it run: it waits for something that never comes. */
  readonly longestTestMs: number;
  /**
   * Ends and names the running files after this time without the report of any test: something keeps a whole process busy or alive. A limit for
   * a whole file or run would depend on the speed of the machine.
   */
  readonly longestSilenceMs: number;
}

/** Runs test files, each in a process of its own. Returns whether every test passed. */
export async function runTests({
  files,
  filesAtOnce,
  write,
  longestTestMs,
  longestSilenceMs,
  ...options
}: RunOptions): Promise<boolean> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), longestSilenceMs);
  // The processes of the files inherit it.
  Object.assign(process.env, COMPILE_CACHE);
  const events = run({
    files: files.map((path) => join(options.root, path)),
    concurrency: filesAtOnce,
    execArgv: [
      `--test-timeout=${longestTestMs}`,
      ...['--import', import.meta.resolve('./untracked-promises.ts')],
    ],
    // Without `forceExit`, which ends files before they have reported all their tests.
    signal: silence.signal,
  });

  const seen = { failures: 0, tests: 0 };
  const report = new spec();
  report.setEncoding('utf8').on('data', write);
  events.on('data', () => timer.refresh());
  for await (const event of shortenReport(events, options)) {
    count(event, seen);
    report.write(event);
  }
  clearTimeout(timer);
  await new Promise<void>((resolve) => report.once('end', resolve).end());

  const { aborted } = silence.signal;
  if (aborted)
    write(
      `✖ No test ended for ${longestSilenceMs / 60_000} minutes: the files that still ran were ended.\n`,
    );
  if (seen.tests === 0) write('✖ There was no test.\n');
  return seen.failures === 0 && seen.tests > 0 && !aborted;
}

function count({ type, data }: TestEvent, seen: { failures: number; tests: number }): void {
  // A failing test with the mark `todo` is not a failure.
  if (type === 'test:fail' && data.todo === undefined) seen.failures += 1;
  if (type !== 'test:summary' || data.file !== undefined) return;
  seen.tests = data.counts.tests;
  if (!data.success) seen.failures += 1;
}
