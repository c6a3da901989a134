import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { readFile } from './read-file.ts';
import type { ReaderMessage, ReadOrder } from './reader-messages.ts';

/**
 * The program of a reader process. It ends with the bot, because then the channel to it closes: a
 * terminal or systemd sends its signals to all processes, and the bot first finishes what it reads.
 */
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
// PDF.js leaves promises behind. What matters rejects `readFile`, or never ends and runs into its limit.
process.on('unhandledRejection', () => {});

const watch = new Worker(new URL('./memory-watch.ts', import.meta.url), {
  env: {},
  execArgv: [],
  resourceLimits: { maxOldGenerationSizeMb: 16 },
});
await once(watch, 'message');
watch.unref();

process.on('message', async (order: ReadOrder) => {
  const content = await readFile(order.file, order.limits);
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  send({ kind: 'read', content, peakBytes, restBytes: process.memoryUsage.rss() });
});
send({ kind: 'ready' });

function send(message: ReaderMessage): void {
  process.send?.(message);
}
