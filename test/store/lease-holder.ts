// A process of its own: `lease-holder.ts <store url>` waits for the lease, says so, and keeps it until its standard
// input ends.

import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { acquireLease } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open-store.ts';

const url = process.argv[2] ?? '';
const options = {
  clock: systemClock,
  log: { ...silentLog, warn: () => process.stdout.write('waiting\n') },
};
const store = await openStore({ url, ...options });
await acquireLease({ store, ...options, onLost: () => process.stdout.write('lost\n') });
process.stdout.write('acquired\n');
process.stdin.once('end', () => process.exit()).resume();
