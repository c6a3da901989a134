import { parentPort } from 'node:worker_threads';

/**
 * Ends its process when that takes too much memory, or when the bot is gone. A thread of its own,
 * because the main thread may be in a loop or inside a library, where no timer runs. V8 limits its own
 * heap only: pixels, files and WebAssembly are outside of it.
 */

/** A photograph of 48 megapixels from an iPhone takes 400 MB at its peak, of which Node and the libraries take 110 MB. */
const MAX_RSS_BYTES = 512 * 2 ** 20;
/** A bomb fills at most some hundred megabytes in this time. */
const INTERVAL_MS = 20;

const bot = process.ppid;
setInterval(() => {
  const isTooLarge = process.memoryUsage.rss() > MAX_RSS_BYTES;
  if (isTooLarge || process.ppid !== bot) process.kill(process.pid, 'SIGKILL');
}, INTERVAL_MS);
parentPort?.postMessage('watching');
