/**
 * Loaded into the process of a bot (`node --import`), which knows nothing of it: responds to the
 * parent process with what the bot has used since the last request.
 */
import { handleParentRequests } from '../shared/handle-parent-requests.ts';

/** The time and the memory that a process has used. */
export interface ProcessUse {
  /** The processor time of all its threads, since the request before. */
  readonly cpuUs: number;
  /** Since its start. */
  readonly peakResidentBytes: number;
  /** Since the request before, with garbage. */
  readonly peakHeapBytes: number;
  /**
   * The longest time between two turns of the event loop, since the request before. `longestBlockMs`
   * counts only the processor time that the main thread spent in it, so that other work of the
   * machine does not count.
   */
  readonly longestDelayMs: number;
  readonly longestBlockMs: number;
}

const TICK_MS = 10;
/** Reading the memory takes longer than looking at the time. */
const TICKS_PER_MEMORY_READING = 10;

let cpuBefore = process.cpuUsage();
let peakHeapBytes = 0;
let longestDelayMs = 0;
let longestBlockMs = 0;

let ticks = 0;
let tickedAt = performance.now();
let threadMs = readThreadMs();

setInterval(() => {
  const now = performance.now();
  const usedMs = readThreadMs();
  longestDelayMs = Math.max(longestDelayMs, now - tickedAt - TICK_MS);
  longestBlockMs = Math.max(longestBlockMs, Math.min(usedMs - threadMs, now - tickedAt - TICK_MS));
  tickedAt = now;
  threadMs = usedMs;

  ticks += 1;
  if (ticks % TICKS_PER_MEMORY_READING === 0) {
    peakHeapBytes = Math.max(peakHeapBytes, process.memoryUsage().heapUsed);
  }
}, TICK_MS).unref();

handleParentRequests((): ProcessUse => {
  const { user, system } = process.cpuUsage(cpuBefore);
  const use = {
    cpuUs: user + system,
    peakResidentBytes: process.resourceUsage().maxRSS * 1_024,
    peakHeapBytes,
    longestDelayMs,
    longestBlockMs,
  };

  cpuBefore = process.cpuUsage();
  peakHeapBytes = 0;
  longestDelayMs = 0;
  longestBlockMs = 0;
  return use;
});
// The bot decides when it ends.
process.channel?.unref();

function readThreadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
