// Runs as a process: `long-writer.ts <store url>` writes pairs
// until it is killed, and prints the number of each stored pair.
import { setImmediate } from 'node:timers/promises';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { openStore } from '../../src/store/open-store.ts';

const store = await openStore({ url: process.argv[2] ?? '', clock: systemClock, log: silentLog });
for (let n = 1; n <= 10_000; n += 1) {
  await store.write([
    { key: `left${n}`, value: { n } },
    { key: `right${n}`, value: { n } },
  ]);
  process.stdout.write(`${n}\n`);
  // SQLite answers synchronously. Without this pause, the event loop never gets to send the output.
  await setImmediate();
}
