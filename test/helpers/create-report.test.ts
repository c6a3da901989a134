import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { createReport } from './create-report.ts';

const FILE = '/parley/test/lib/clock.test.ts';

function reportOf(
  events: readonly object[],
  requireAll = false,
): { text: string; isWell: boolean } {
  const written: string[] = [];
  const report = createReport({
    root: '/parley',
    requireAll,
    write: (part) => void written.push(part),
  });
  // Only the fields that a report reads.
  for (const event of events) report.take(event as TestEvent);
  const isWell = report.close();
  return { text: written.join(''), isWell };
}

const passed = (marks: object = {}) => ({
  type: 'test:pass',
  data: { name: 'it ticks', file: FILE, line: 7, details: {}, ...marks },
});
const failed = (error: object) => ({
  type: 'test:fail',
  data: { name: 'it ticks', file: FILE, line: 7, details: { error } },
});
const summary = (success: boolean, file?: string) => ({
  type: 'test:summary',
  data: { success, file, duration_ms: 1234, counts: { tests: 3 } },
});
const printed = { type: 'test:stderr', data: { file: FILE, message: 'a warning\n' } };
const count = { type: 'test:diagnostic', data: { message: 'tests 3' } };

test('a green file is one line, and the counts come last', () => {
  const { text, isWell } = reportOf([printed, passed(), summary(true, FILE), count, summary(true)]);
  assert.equal(text, '✔ test/lib/clock.test.ts (3 tests, 1.2 s)\n\nℹ tests 3\n');
  assert.ok(isWell);
});

test('a failure tells its place, its reason and what its file printed', () => {
  const error = { failureType: 'testCodeFailure', cause: new Error('it stood still') };
  const { text, isWell } = reportOf([
    printed,
    failed(error),
    summary(false, FILE),
    count,
    summary(false),
  ]);
  assert.match(text, /✖ it ticks \(test\/lib\/clock\.test\.ts:7\)\n {2}Error: it stood still/);
  assert.match(text, /│ a warning/);
  assert.ok(text.endsWith('ℹ tests 3\n'));
  assert.ok(!isWell);
});

test('a suite that fails with one of its tests is not told again', () => {
  const { text } = reportOf([failed({ failureType: 'subtestsFailed' })]);
  assert.doesNotMatch(text, /it ticks/);
});

test('a skipped test is one line', () => {
  const { text, isWell } = reportOf([passed({ skip: 'no browser' }), summary(true)]);
  assert.match(text, /^﹣ skipped: it ticks \(test\/lib\/clock\.test\.ts:7\): no browser$/m);
  assert.ok(isWell);
});

test('a skipped test is a failure where all are required', () => {
  const { text, isWell } = reportOf([passed({ skip: true }), summary(true)], true);
  assert.match(text, /✖ “it ticks” is skipped, and REQUIRE_ALL=1/);
  assert.ok(!isWell);
});

test('a run without tests is a failure', () => {
  const { isWell } = reportOf([
    { type: 'test:summary', data: { success: true, counts: { tests: 0 } } },
  ]);
  assert.ok(!isWell);
});
