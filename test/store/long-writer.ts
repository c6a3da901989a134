// A process of its own: `long-writer.ts <store url>` writes pairs until it is killed, and says after each one that it
// is stored.
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
  // SQLite answers at once, so nothing above lets the event loop turn: what was said would not go out.
  await setImmediate();
}
