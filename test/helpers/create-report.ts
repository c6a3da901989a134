import { relative } from 'node:path';
import type { EventData } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';

/** Tells people of a test run. */
export interface Report {
  take(event: TestEvent): void;
  /** Something outside of the tests went wrong. */
  fail(reason: string): void;
  /** Writes the closing lines. True when all is well. */
  close(): boolean;
}

export interface ReportOptions {
  /** Paths are shown from here. */
  readonly root: string;
  /** A skipped test is a failure. */
  readonly requireAll: boolean;
  write(text: string): void;
}

/** What a file printed is shown only when it fails, and then no more than its end. */
const MOST_OUTPUT_CHARACTERS = 20_000;

/** One line for each file; failures and skipped tests in full; the runner's own counts last. */
export function createReport({ root, requireAll, write }: ReportOptions): Report {
  const outputs = new Map<string, string>();
  const counts: string[] = [];
  const reasons: string[] = [];

  const shown = (file = '') => relative(root, file);
  const titleOf = ({ name, file, line }: EventData.TestPass) =>
    name === file ? shown(file) : `${name} (${shown(file)}:${line})`;

  function keepOutput({ file, message }: EventData.TestStdout): void {
    outputs.set(file, `${outputs.get(file) ?? ''}${message}`.slice(-MOST_OUTPUT_CHARACTERS));
  }

  function writeOutput(file: string): void {
    const output = outputs.get(file);
    if (output) write(`  ${shown(file)} printed:\n${indent(output, '  │ ')}\n`);
    outputs.delete(file);
  }

  function takePass(passed: EventData.TestPass): void {
    const left = [passed.skip, passed.todo].find((mark) => mark !== undefined && mark !== false);
    if (left === undefined) return;
    write(`﹣ skipped: ${titleOf(passed)}${left === true ? '' : `: ${left}`}\n`);
    if (requireAll)
      reasons.push(`“${passed.name}” is skipped, and REQUIRE_ALL=1 asks for every test.`);
  }

  function takeFailure(test: EventData.TestFail): void {
    const { error } = test.details;
    // A suite fails with its tests, and a file with its suites: one report is enough.
    if ('failureType' in error && error.failureType === 'subtestsFailed') return;
    write(`\n✖ ${titleOf(test)}\n${indent(withoutNode(inspect(error.cause ?? error)), '  ')}\n`);
    // A file that fails by itself has no summary.
    if (test.name === test.file) writeOutput(test.file);
  }

  function takeSummary({ file, success, counts, duration_ms }: EventData.TestSummary): void {
    if (file !== undefined) {
      if (!success) writeOutput(file);
      write(
        `${success ? '✔' : '✖'} ${shown(file)} (${counts.tests} tests, ${(duration_ms / 1000).toFixed(1)} s)\n`,
      );
    } else if (!success) reasons.push('Not every test passed.');
    else if (counts.tests === 0) reasons.push('There was no test.');
  }

  return {
    take(event) {
      if (event.type === 'test:stdout' || event.type === 'test:stderr') keepOutput(event.data);
      if (event.type === 'test:pass') takePass(event.data);
      if (event.type === 'test:fail') takeFailure(event.data);
      if (event.type === 'test:summary') takeSummary(event.data);
      if (event.type === 'test:diagnostic') counts.push(`ℹ ${event.data.message}`);
    },

    fail(reason) {
      reasons.push(reason);
    },

    close() {
      write(`\n${reasons.map((reason) => `✖ ${reason}\n`).join('')}${counts.join('\n')}\n`);
      return reasons.length === 0;
    },
  };
}

function indent(text: string, by: string): string {
  return text.trimEnd().replaceAll(/^/gm, by);
}

/** The runner's own lines of a stack tell nobody anything. */
function withoutNode(text: string): string {
  return text.replaceAll(/^ +at .*node:internal.*\n/gm, '');
}
