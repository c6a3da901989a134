import assert from 'node:assert/strict';
import { it } from 'node:test';
import { systemClock } from '../../../src/lib/clock.ts';
import { runInWorker } from '../../../src/providers/vercel/run-in-worker.ts';
import { eventually } from '../../helpers/eventually.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

const never = new AbortController().signal;

/** The time limit of a thread includes its start, which is slow on a slow machine. The interpreter has a limit of its own. */
const patient = {
  ...systemClock,
  after: (ms: number, run: () => void) => systemClock.after(20 * ms, run),
};

function run(code: string, globals = {}) {
  return runInWorker({ code, globals }, patient, never);
}

it('runInWorker gives the value of the code as JSON, and shows it the given globals', async () => {
  assert.deepEqual(
    await run('[1 / 3, Object.keys({}), globalThis.data, undefined]', { data: 'sentinel' }),
    {
      json: '[0.3333333333333333,[],"sentinel",null]',
    },
  );
  assert.deepEqual(await run("['x'.fontcolor()]"), { json: '["<font>x</font>"]' });
});

it('code in the sandbox has the language and nothing else', async () => {
  const names = [
    'process',
    'require',
    'fetch',
    'module',
    'console',
    'setTimeout',
    'Buffer',
    'WebAssembly',
    'std',
    'os',
  ];
  assert.deepEqual(await run(`[${names.map((name) => `typeof ${name}`)}]`), {
    json: JSON.stringify(names.map(() => 'undefined')),
  });
  const escapes = [
    'globalThis.constructor.constructor("return typeof process")()',
    '(function () { return typeof this.process })()',
    '(() => {}).constructor("return typeof require")()',
    'new Error().constructor.constructor("return typeof fetch")()',
  ];
  assert.deepEqual(await run(`[${escapes}]`), {
    json: JSON.stringify(escapes.map(() => 'undefined')),
  });
  assert.deepEqual(await run('import("node:fs")'), { json: '{}' });
});

const bombs: readonly [name: string, code: string, problem: string][] = [
  ['an endless loop', '(() => { for (;;); })()', 'took too long'],
  [
    'an endless loop that catches its interruption',
    '(() => { for (;;) try { for (;;); } catch {} })()',
    'took too long',
  ],
  ['an endless regular expression', '/^(a+)+$/.test("a".repeat(40) + "!")', 'took too long'],
  ['a large array', 'new Uint8Array(1e9).length', 'took too much memory'],
  [
    'endlessly many large arrays',
    '(() => { const all = []; for (;;) all.push(new Uint8Array(4e6)) })()',
    'took too much memory',
  ],
  [
    'an endless recursion',
    '(() => { const call = () => call(); call() })()',
    'took too much memory',
  ],
  ['a long answer', '"x".repeat(5000)', 'gave too much'],
  ['an error', '(() => { throw new Error("secret") })()', 'failed'],
  ['code that is not JavaScript', ')', 'failed'],
];

it('runInWorker ends code that takes too much, and the process does not grow', async () => {
  const before = process.memoryUsage().rss;
  for (const [name, code, problem] of bombs) assert.deepEqual(await run(code), { problem }, name);
  assert.ok(
    process.memoryUsage().rss - before < 300e6,
    `${process.memoryUsage().rss - before} bytes more`,
  );
});

it('runInWorker ends a loop that the interpreter cannot interrupt, with its thread', async () => {
  const clock = createFakeClock();
  const endless = 'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)';
  let isDone = false;
  const running = runInWorker({ code: endless, globals: {} }, clock, never).finally(() => {
    isDone = true;
  });
  await clock.advance(4_999);
  assert.equal(isDone, false);
  await clock.advance(1);
  assert.deepEqual(await running, { problem: 'took too long' });
  assert.equal(clock.pending, 0);
});

it('an abort ends the thread immediately', async () => {
  const clock = createFakeClock();
  const controller = new AbortController();
  const running = runInWorker({ code: '1', globals: {} }, clock, controller.signal);
  controller.abort();
  assert.deepEqual(await running, { problem: 'was canceled' });
  await eventually('no timer is left', () => clock.pending === 0);
});
