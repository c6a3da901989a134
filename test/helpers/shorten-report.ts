import { relative } from 'node:path';
import type { EventData } from 'node:test';
import type { TestEvent } from 'node:test/reporters';

/** The form of the report on a test run. */
export interface ReportOptions {
  /** Paths are shown relative to this folder. */
  readonly root: string;
  /** A skipped test is a failure, as is one that is still to do. */
  readonly requireAll: boolean;
}

/**
 * The report shows the output of a file only if the file fails, and then only this much of its end.
 */
const MAX_OUTPUT_CHARACTERS = 20_000;

interface FileCounts {
  readonly tests: number;
  readonly durationMs: number;
}

/**
 * Shortens the events of a test run for node's `spec` reporter: a file that passes is
 * one line, a test that fails or is skipped has its whole path (`describe › test`),
 * and no other test is shown. `spec` alone prints a line for each of some 1,850
 * tests, and in its list of failures only the last part of a test's path.
 */
export async function* shortenReport(
  events: AsyncIterable<TestEvent>,
  { root, requireAll }: ReportOptions,
  sharedEntries: readonly string[] = [],
): AsyncGenerator<TestEvent> {
  const outputs = new Map<string, string>();
  /** The names of the suites that are open, outermost first, and of the current test. */
  const path: string[] = [];
  /** The files that define the tests that ended since the last summary: those of one process. */
  const ended = new Map<string, FileCounts>();

  function withPath<Data extends EventData.TestPass | EventData.TestFail>(data: Data): Data {
    const isFile = data.name === data.file;
    const names = [...path.slice(0, data.nesting), data.name];
    return { ...data, nesting: 0, name: isFile ? relative(root, data.name) : names.join(' › ') };
  }

  function* reportPass(data: EventData.TestPass): Generator<TestEvent> {
    countTest(data, ended);
    if (!isLeftOut(data)) return;
    const skipped = withPath(data);
    if (requireAll) yield { type: 'test:fail', data: asFailure(skipped) };
    else yield { type: 'test:pass', data: skipped };
  }

  function* reportFailure(data: EventData.TestFail): Generator<TestEvent> {
    countTest(data, ended);
    // A suite fails with its tests and a file with its suites: the tests are enough.
    const { error } = data.details;
    if ('failureType' in error && error.failureType === 'subtestsFailed') return;

    const failed = withPath(data);
    yield {
      type: 'test:fail',
      data: requireAll && isLeftOut(failed) ? withoutMarks(failed) : failed,
    };
    // A file that fails by itself has no summary.
    if (data.name === data.file) yield* reportOutput(data.file);
  }

  function* reportOutput(file: string): Generator<TestEvent> {
    const message = outputs.get(file);
    if (message)
      yield {
        type: 'test:stdout',
        data: { file, message: `${relative(root, file)} printed:\n${message}\n` },
      };
    outputs.delete(file);
  }

  function* reportSummary(data: EventData.TestSummary): Generator<TestEvent> {
    const { file, success } = data;
    if (file === undefined) yield { type: 'test:summary', data };
    else if (!success) yield* reportOutput(file);
    else if (sharedEntries.includes(file))
      for (const [path, counts] of ended) yield reportFile(relative(root, path), counts);
    // Its tests may be those of a suite, which another file defines.
    else yield reportFile(relative(root, file), sum([...ended.values()]));
    ended.clear();
  }

  for await (const { type, data } of events) {
    if (type === 'test:start') path.splice(data.nesting, Infinity, data.name);
    if (type === 'test:pass') yield* reportPass(data);
    if (type === 'test:fail') yield* reportFailure(data);
    if (type === 'test:stdout' || type === 'test:stderr') keepOutput(outputs, data);
    if (type === 'test:summary') yield* reportSummary(data);
    if (type === 'test:diagnostic') yield { type, data };
  }
}

function sum(all: readonly FileCounts[]): FileCounts {
  const add = (name: keyof FileCounts) => all.reduce((total, counts) => total + counts[name], 0);
  return { tests: add('tests'), durationMs: add('durationMs') };
}

function reportFile(path: string, { tests, durationMs }: FileCounts): TestEvent {
  const name = `${path} (${tests} ${tests === 1 ? 'test' : 'tests'})`;
  const details = { duration_ms: Math.round(durationMs) };
  // Only the fields that `spec` reads.
  const data = { name, nesting: 0, details, testNumber: 0 } as EventData.TestPass;
  return { type: 'test:pass', data };
}

function countTest(
  { file = '', nesting, details }: EventData.TestPass | EventData.TestFail,
  ended: Map<string, FileCounts>,
): void {
  const { tests, durationMs } = ended.get(file) ?? { tests: 0, durationMs: 0 };
  ended.set(file, {
    tests: details.type === 'suite' ? tests : tests + 1,
    durationMs: nesting === 0 ? durationMs + details.duration_ms : durationMs,
  });
}

function keepOutput(outputs: Map<string, string>, { file, message }: EventData.TestStdout): void {
  outputs.set(file, `${outputs.get(file) ?? ''}${message}`.slice(-MAX_OUTPUT_CHARACTERS));
}

/** Tells whether the test is skipped or still to do. */
function isLeftOut({ skip, todo }: EventData.TestPass | EventData.TestFail): boolean {
  return [skip, todo].some((mark) => mark !== undefined && mark !== false);
}

function asFailure(data: EventData.TestPass): EventData.TestFail {
  const { skip, todo, details } = data;
  const reason = [skip, todo].find((mark) => typeof mark === 'string' && mark !== '');
  const message = `it was left out${reason === undefined ? '' : ` (${reason})`}, and REQUIRE_ALL=1 requires every test`;
  const error = new Error(message);
  error.stack = message;
  return { ...withoutMarks(data), details: { ...details, error } } as EventData.TestFail;
}

/** Removes the marks, so that `spec` shows a failure as a failure. */
function withoutMarks<Data extends EventData.TestPass | EventData.TestFail>({
  skip,
  todo,
  ...data
}: Data) {
  return data;
}
