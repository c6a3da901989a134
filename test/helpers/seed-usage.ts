import type { Charge } from '../../src/contracts/usage.ts';
import { createFleetOfOne } from '../../src/fleet/fleet-of-one.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { silentLog } from '../../src/lib/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openUsage } from '../../src/usage/open-usage.ts';

/** Writes what was used into the store of a bot that does not run. */
export async function seedUsage(
  { STORE_URL: url = '' }: Env,
  charges: readonly Charge[],
  clock: Clock = systemClock,
): Promise<void> {
  const store = await openStore({ url, clock, log: silentLog });
  const opened = await openUsage({
    ...{ store, clock, log: silentLog },
    timeZone: () => 'UTC',
    fleet: createFleetOfOne({ version: '1', now: clock.now() }),
  });
  for (const charge of charges) {
    await opened.ledger.settle(charge);
    await opened.ledger.countAnswer(charge);
  }
  await opened.stop();
  await store.close();
}
