// Runs as a process: `lease-holder.ts <store url>` waits for the lease, prints what happens, and
// keeps the lease until its standard input ends. Its clock is ten times slower than the real one,
// so a lease does not expire while a slow machine starts processes.

import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { acquireLease } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open-store.ts';

const url = process.argv[2] ?? '';
const clock: Clock = { ...systemClock, now: () => Math.floor(Date.now() / 10) };
const warn = (_fields: unknown, message: string) => {
  if (message.includes('another Parley')) process.stdout.write('waiting\n');
};
const options = { clock, log: { ...silentLog, warn } };
const store = await openStore({ url, ...options });
await acquireLease({ store, ...options, onLost: () => process.stdout.write('lost\n') });
process.stdout.write('acquired\n');
process.stdin.once('end', () => process.exit()).resume();
