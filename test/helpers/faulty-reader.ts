import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { FileContent } from '../../src/contracts/files.ts';
import type { ReaderMessage, ReadOrder } from '../../src/files/reader-messages.ts';

/**
 * The program of a reader process that does what the name of the file says. Its answers are texts: its
 * process id, or what it was able to do.
 */
const ROOT = join(import.meta.dirname, '../..');
const TARGET = join(ROOT, 'node_modules/.cache/written-by-a-reader');

const BEHAVIOURS: Readonly<Record<string, (text: string) => string | Promise<string> | undefined>> =
  {
    pid: () => String(process.pid),
    loop: () => {
      for (;;);
    },
    exit: () => process.exit(3),
    abort: () => process.abort(),
    kill: () => void process.kill(process.pid, 'SIGKILL'),
    segfault: () => void process.kill(process.pid, 'SIGSEGV'),
    environment: () => Object.keys(process.env).sort().join(),
    write: () => attempt(() => writeFileSync(TARGET, '')),
    read: () => attempt(() => readFileSync(join(ROOT, 'README.md'))),
    spawn: () => attempt(() => spawnSync('true')),
    connect: (port) =>
      new Promise((resolve) => {
        try {
          const socket = connect(Number(port), '127.0.0.1', () => resolve('connected'));
          socket.on('error', ({ name, message }) => resolve(`${name}: ${message}`));
        } catch (error) {
          resolve(String((error as { code?: string }).code));
        }
      }),
  };

process.on('message', async ({ file }: ReadOrder) => {
  const text = await BEHAVIOURS[file.name]?.(Buffer.from(file.bytes).toString());
  // A process that ends itself must not answer before that.
  if (text === undefined) return;
  send({
    kind: 'read',
    content: { kind: 'text', text },
    peakBytes: 0,
    restBytes: restOf(file.name),
  });
});
send({ kind: 'ready' });

function restOf(name: string): number {
  return name === 'pid' ? 0 : Number.MAX_SAFE_INTEGER;
}

function attempt(run: () => unknown): string {
  try {
    const result = run() as { error?: { code?: string } } | undefined;
    return result?.error?.code ?? 'allowed';
  } catch (error) {
    return String((error as { code?: string }).code);
  }
}

function send(message: ReaderMessage & { content?: FileContent }): void {
  process.send?.(message);
}
