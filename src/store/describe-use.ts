import type { Finding } from '../contracts/finding.ts';
import { isProcessAlive } from '../lib/is-process-alive.ts';
import { readPidWorld } from '../lib/read-pid-world.ts';
import { isFresh, type LeaseHolder } from './lease.ts';

/** Says for the doctor which process works on a store, as far as its lease tells. */
export function describeUse(lease: LeaseHolder | undefined, now: number): Finding {
  const subject = 'in use';
  if (!lease) return { state: 'good', subject, result: 'No Parley runs on it.' };

  const { pid } = lease;
  if (isFresh(lease, now)) {
    const since = timeOf(lease.since);
    return {
      state: 'good',
      subject,
      result: `Parley has run on it since ${since} (process ${pid}).`,
    };
  }

  const renewed = timeOf(lease.renewedAt);
  const silence = `Process ${pid} has not renewed its lease since ${renewed}`;
  if (lease.pidWorld !== readPidWorld()) {
    const result = `${silence}. It runs in another container or on another machine, so it may have been killed, or it cannot write.`;
    return { state: 'note', subject, result, cure: 'Look at its log.' };
  }
  if (isProcessAlive(pid)) {
    const cure = 'Look at its log: perhaps it cannot write its store.';
    return { state: 'bad', subject, result: `${silence}, but it is alive.`, cure };
  }

  const result = `No Parley runs on it. The last one (process ${pid}) did not end in order; its lease is of ${renewed}.`;
  return { state: 'good', subject, result };
}

function timeOf(unixMs: number): string {
  return new Date(unixMs).toISOString();
}
