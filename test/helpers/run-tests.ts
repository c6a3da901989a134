import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec, type TestEvent } from 'node:test/reporters';
import { pathToFileURL } from 'node:url';
import { COMPILE_CACHE } from './compile-cache.ts';
import { type ReportOptions, shortenReport } from './shorten-report.ts';

/** The tests to run, and the form of the report. */
interface RunOptions extends ReportOptions {
  /** The files of each process, relative to `root`. The processes start in this order. */
  readonly processes: readonly (readonly string[])[];
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

/** Runs test files in processes of their own. Returns whether every test passed. */
export async function runTests({
  processes,
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
  const folder = mkdtempSync(join(tmpdir(), 'parley-tests-'));
  // Also when a signal ends the run.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const entries = processes.map((paths, index) => {
    const files = paths.map((path) => join(options.root, path));
    const isShared = files.length > 1;
    return isShared ? writeEntry(join(folder, `shared-${index}.mjs`), files) : String(files[0]);
  });
  const events = run({
    files: entries,
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
  for await (const event of shortenReport(
    events,
    options,
    entries.filter((path) => path.startsWith(folder)),
  )) {
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

/** Writes the module of a process that runs several test files. Gives its path. */
function writeEntry(path: string, files: readonly string[]): string {
  const imports = files.map((file) => `import ${JSON.stringify(pathToFileURL(file).href)};\n`);
  writeFileSync(path, imports.join(''));
  return path;
}

function count({ type, data }: TestEvent, seen: { failures: number; tests: number }): void {
  // A failing test with the mark `todo` is not a failure.
  if (type === 'test:fail' && data.todo === undefined) seen.failures += 1;
  if (type !== 'test:summary' || data.file !== undefined) return;
  seen.tests = data.counts.tests;
  if (!data.success) seen.failures += 1;
}
