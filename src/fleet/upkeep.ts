import type { Database } from '../contracts/database.ts';
import type { Fleet } from '../contracts/fleet.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { EventLog } from './event-log.ts';
import { askForHostsAgain, freeChats } from './free-chats.ts';
import { removeDeadJobs } from './host-jobs.ts';

interface UpkeepParts {
  readonly fleet: Fleet;
  readonly database: Pick<Database, 'query' | 'directUrl'>;
  readonly eventLog: Pick<EventLog, 'sweep'>;
  readonly clock: Clock;
  readonly log: Log;
}

const EVERY_MS = 10_000;
const CLEAN_EVERY_MS = 60 * 60 * 1000;

/**
 * Looks after what a crash at the wrong moment leaves behind, and removes what is done. The member with the smallest
 * number does it; twice at once would do no harm. Gives the function that ends it.
 */
export function startUpkeep({ fleet, database, eventLog, clock, log }: UpkeepParts) {
  let isStopped = false;
  let cleanedAt = clock.now();
  let cancel = clock.after(EVERY_MS, start);

  async function run(): Promise<void> {
    if (fleet.members()[0]?.id !== fleet.self.id) return;
    await freeChats(database);
    await askForHostsAgain(database);
    await eventLog.sweep();
    if (clock.now() - cleanedAt < CLEAN_EVERY_MS) return;
    cleanedAt = clock.now();
    await removeDeadJobs(database.directUrl, log);
  }

  function start(): void {
    void run()
      .catch((error: unknown) =>
        log.debug({ error: String(error) }, 'fleet: upkeep failed, retrying'),
      )
      .then(() => {
        if (!isStopped) cancel = clock.after(EVERY_MS, start);
      });
  }

  return () => {
    isStopped = true;
    cancel();
  };
}
