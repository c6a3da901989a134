import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import type { FileContent, Files, ReadLimits } from '../../src/contracts/files.ts';
import { createFiles } from '../../src/files/files.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { isProcessAlive } from '../../src/lib/is-process-alive.ts';
import { silentLog } from '../../src/lib/log.ts';
import { eventually } from '../helpers/eventually.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';

const LIMITS: ReadLimits = {
  characters: 1_000,
  images: { maxEdge: 200, maxBytes: 100_000, maxImages: 3 },
};
const READ_MS = 20_000;
const IDLE_MS = 120_000;
const FAULTY = new URL('../helpers/faulty-reader.ts', import.meta.url);
const TOO_HEAVY: FileContent = { kind: 'unreadable', why: 'too heavy' };
const DAMAGED: FileContent = { kind: 'unreadable', why: 'damaged' };

interface Setup {
  readonly clock: FakeClock;
  /** Reads a file whose name says what the process does. */
  do(name: string, signal?: AbortSignal, text?: string): Promise<FileContent>;
  /** Reads a file in the process that worked last, or a new one, and gives its id. */
  pid(): Promise<number>;
  readonly files: Files;
}

function setUp(context: TestContext): Setup {
  const clock = createFakeClock();
  const files = createFiles({ clock, log: silentLog, program: FAULTY });
  context.after(() => files.close());

  const run: Setup['do'] = (name, signal = new AbortController().signal, text = 'x') =>
    files.read({ name, mime: '', bytes: Buffer.from(text) }, LIMITS, signal);
  return {
    clock,
    files,
    do: run,
    async pid() {
      const content = await run('pid');
      assert.equal(content.kind, 'text');
      return Number(content.text);
    },
  };
}

describe('createFiles', () => {
  test('reads files one after the other in the same process', async (context) => {
    const { pid } = setUp(context);
    assert.equal(await pid(), await pid());
  });

  test('ends a process that has had nothing to do for two minutes', async (context) => {
    const { pid, clock } = setUp(context);
    const first = await pid();
    await clock.advance(IDLE_MS - 1);
    assert.equal(await pid(), first);

    await clock.advance(IDLE_MS);
    await eventually('the idle process ends', () => !isProcessAlive(first));
    assert.notEqual(await pid(), first);
  });

  test('ends a process after 20 seconds with one file, and reads the next file', async (context) => {
    const { pid, clock, do: run } = setUp(context);
    const first = await pid();
    const looping = run('loop');
    await clock.advance(READ_MS - 1);
    assert.ok(isProcessAlive(first));

    await clock.advance(1);
    assert.deepEqual(await looping, TOO_HEAVY);
    assert.ok(!isProcessAlive(first));
    assert.notEqual(await pid(), first);
  });

  for (const [name, content] of [
    ['exit', DAMAGED],
    ['segfault', DAMAGED],
    ['abort', TOO_HEAVY],
    ['kill', TOO_HEAVY],
  ] as const) {
    test(`says what a file did whose process ends by ${name}, and reads the next file`, async (context) => {
      const { pid, do: run } = setUp(context);
      const first = await pid();
      assert.deepEqual(await run(name), content);
      assert.notEqual(await pid(), first);
    });
  }

  test('replaces a process that keeps much memory', async (context) => {
    const { pid, do: run } = setUp(context);
    const first = await pid();
    await run('environment');
    assert.notEqual(await pid(), first);
  });

  test('reads a second file while a first one takes its time', async (context) => {
    const { pid, clock, do: run } = setUp(context);
    const first = await pid();
    const looping = run('loop');
    assert.notEqual(await pid(), first);
    await clock.advance(READ_MS);
    await looping;
  });

  test('lets 32 files wait, and refuses more', async (context) => {
    const { pid, clock, do: run } = setUp(context);
    await pid();
    const looping = run('loop');
    await pid();
    const both = [looping, run('loop')];
    const waiting = Array.from({ length: 32 }, () => run('pid'));
    assert.deepEqual(await run('pid'), TOO_HEAVY);

    await clock.advance(READ_MS);
    assert.deepEqual(await Promise.all(both), [TOO_HEAVY, TOO_HEAVY]);
    for (const content of await Promise.all(waiting)) assert.equal(content.kind, 'text');
  });

  test('ends a process whose file nobody waits for', async (context) => {
    const { pid, do: run } = setUp(context);
    const first = await pid();
    const controller = new AbortController();
    const looping = run('loop', controller.signal);
    controller.abort();
    assert.deepEqual(await looping, TOO_HEAVY);
    assert.ok(!isProcessAlive(first));
  });

  test('ends its processes when it is closed, also while they read', async (context) => {
    const { pid, files, do: run } = setUp(context);
    const first = await pid();
    const looping = run('loop');
    await files.close();
    assert.deepEqual(await looping, TOO_HEAVY);
    assert.ok(!isProcessAlive(first));
    assert.deepEqual(await run('pid'), TOO_HEAVY);
  });

  test('starts no process for an empty or a huge file', async () => {
    const files = createFiles({
      clock: createFakeClock(),
      log: silentLog,
      program: new URL('file:///none.ts'),
    });
    const { signal } = new AbortController();
    const read = (bytes: Uint8Array) => files.read({ name: 'a', mime: '', bytes }, LIMITS, signal);
    assert.deepEqual(await read(new Uint8Array()), { kind: 'unreadable', why: 'empty' });
    const huge = await read(new Uint8Array(65 * 2 ** 20));
    assert.deepEqual(huge, { kind: 'unreadable', why: 'too large' });
  });

  test('logs why a process does not start', async (context) => {
    const log = createRecordingLog();
    const program = new URL('../helpers/no-such-reader.ts', import.meta.url);
    const files = createFiles({ clock: systemClock, log, program });
    context.after(() => files.close());
    const file = { name: 'a', mime: '', bytes: Buffer.from('x') };
    assert.deepEqual(await files.read(file, LIMITS, new AbortController().signal), TOO_HEAVY);
    assert.match(log.lines.join('\n'), /a reader process does not start .*no-such-reader/);
  });

  describe('gives a process', () => {
    test('no environment, no other files, no programs and no network', async (context) => {
      const { do: run } = setUp(context);
      const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
      context.after(() => server.close());
      await once(server, 'listening');
      const { port } = server.address() as { port: number };
      const textOf = async (name: string, text?: string) => {
        const content = await run(name, undefined, text);
        return content.kind === 'text' ? content.text : content.kind;
      };

      assert.doesNotMatch(await textOf('environment'), /PATH|HOME|TOKEN|KEY/);
      assert.equal(await textOf('write'), 'ERR_ACCESS_DENIED');
      assert.equal(await textOf('read'), 'ERR_ACCESS_DENIED');
      assert.equal(await textOf('spawn'), 'ERR_ACCESS_DENIED');
      // Node 24 has no permission for the network.
      if (process.allowedNodeEnvironmentFlags.has('--allow-net')) {
        assert.match(await textOf('connect', String(port)), /ERR_ACCESS_DENIED|denied|restricted/i);
      }
    });
  });

  test('leaves no process behind when the bot is killed', async () => {
    const code = `
      import { createFiles } from ${JSON.stringify(new URL('../../src/files/files.ts', import.meta.url))};
      import { systemClock } from ${JSON.stringify(new URL('../../src/lib/clock.ts', import.meta.url))};
      import { silentLog } from ${JSON.stringify(new URL('../../src/lib/log.ts', import.meta.url))};
      const files = createFiles({ clock: systemClock, log: silentLog, program: new URL(${JSON.stringify(FAULTY)}) });
      const file = { name: 'pid', mime: '', bytes: Buffer.from('x') };
      const { text } = await files.read(file, ${JSON.stringify(LIMITS)}, new AbortController().signal);
      process.stdout.write(text + '\\n');`;
    const bot = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(bot.stdout, 'data');
    const reader = Number(line);
    assert.ok(isProcessAlive(reader));
    bot.kill('SIGKILL');
    await eventually('the reader ends with the bot', () => !isProcessAlive(reader));
  });
});
