import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';

const FIXTURES = join(import.meta.dirname, '../fixtures/report');

/** Runs fixtures of a test run in a process of their own. */
async function report(fixtures: readonly string[], env: Record<string, string> = {}) {
  // Without the variables of this process: a runner that finds those of a parent runner reports to it.
  const child = spawn(process.execPath, [join(FIXTURES, 'run.ts'), ...fixtures], {
    env,
    cwd: FIXTURES,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { output, status };
}

const countOf = (output: string, pattern: RegExp) =>
  [...output.matchAll(new RegExp(pattern, 'gm'))].length;

describe('runTests', { concurrency: 2 }, () => {
  test('shows a file that passes as one line, without its output, and ends with the counts', async () => {
    const { output, status } = await report(['passing']);
    assert.match(output, /^✔ passing\.ts \(1 test\) \(\d+ms\)\n(ℹ .*\n)+$/);
    assert.match(output, /^ℹ tests 1$/m);
    assert.match(output, /^ℹ pass 1$/m);
    assert.equal(status, 0);
  });

  test('shows the whole path, the location and the reason of a test that fails, and the output of its file', async () => {
    const { output, status } = await report(['failing', 'passing']);
    assert.match(output, /^✖ outer › inner › fails/m);
    assert.match(output, /^✖ outer › also fails/m);
    assert.match(
      output,
      /^test at failing\.ts:7:\d+\n✖ outer › inner › fails .*\n {2}AssertionError.*one is not two/m,
    );
    assert.match(output, /^failing\.ts printed:\nthe output of a file that fails$/m);
    assert.match(output, /^✔ passing\.ts/m);
    assert.doesNotMatch(output, /✔ outer|✔ passes|✖ outer \(|✖ inner/);
    assert.match(output, /^ℹ fail 2$/m);
    assert.equal(status, 1);
  });

  test('fails a file with an error that none of its tests waits for, and shows where it came from', async () => {
    const { output, status } = await report(['forgotten', 'passing']);
    assert.match(output, /^Error: nobody waits for this\n.*forgotten\.ts:6:\d+/m);
    assert.match(output, /^Error: nobody catches this\n.*forgotten\.ts:12:\d+/m);
    assert.match(output, /^✖ forgotten\.ts/m);
    assert.match(output, /^✔ passing\.ts/m);
    assert.equal(status, 1);
  });

  test('names a skipped test with its reason', async () => {
    const { output, status } = await report(['left-out']);
    assert.match(output, /^﹣ outer › is skipped .*# no browser$/m);
    assert.match(output, /^⚠ outer › is still to do .*# TODO$/m);
    assert.match(output, /^ℹ skipped 1$/m);
    assert.equal(status, 0);
  });

  test('treats a skipped test as a failure where all are required', async () => {
    const { output, status } = await report(['left-out'], { REQUIRE_ALL: '1' });
    assert.match(
      output,
      /^✖ outer › is skipped .*\n {2}\[it was left out \(no browser\), and REQUIRE_ALL=1 requires/m,
    );
    assert.equal(
      countOf(output, /^✖ outer › is still to do/),
      2,
      'in its place and in the list of failures',
    );
    assert.equal(status, 1);
  });

  test('passes where all are required and none is skipped', async () => {
    const { status } = await report(['passing'], { REQUIRE_ALL: '1' });
    assert.equal(status, 0);
  });

  test('names a test that waits for ever, and goes on behind it', async () => {
    const { output, status } = await report(['waiting'], { LONGEST_TEST_MS: '1000' });
    assert.match(output, /^✖ outer › waits for ever .*\n {2}'test timed out after 1000ms'/m);
    assert.match(output, /^ℹ pass 1$/m);
    assert.equal(status, 1);
  });

  test('ends a file that hangs, and names it', async () => {
    const { output, status } = await report(['hanging'], { LONGEST_SILENCE_MS: '3000' });
    assert.match(output, /^test at hanging\.ts:\d+:\d+\n✖ hanging\.ts/m);
    assert.match(output, /^✖ No test ended for 0\.05 minutes/m);
    assert.equal(status, 1);
  });

  test('treats a run without tests as a failure', async () => {
    const { output, status } = await report([]);
    assert.match(output, /There was no test/);
    assert.equal(status, 1);
  });
});
