import type { TestContext } from 'node:test';
import type { Fleet } from '../../../src/contracts/fleet.ts';
import type { ConnectionMemory } from '../../../src/contracts/platform.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createKeyedLock } from '../../../src/lib/keyed-lock.ts';
import { linkAbort } from '../../../src/lib/link-abort.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { untilAborted } from '../../../src/lib/until-aborted.ts';
import { openStore } from '../../../src/store/open-store.ts';

/** Several processes on one store, as platforms see them. */
export interface SharedFleet {
  /** What one process gets. */
  join(): ConnectionMemory;
  /** Takes the right to this work from the process that has it, which may try to get it again. */
  revoke(name: string): void;
}

/** The real store is not needed here: only the lock is shared. */
export async function createSharedFleet(t: TestContext): Promise<SharedFleet> {
  const lock = createKeyedLock();
  const holders = new Map<string, () => void>();
  const store = await openStore({ url: 'memory:', clock: systemClock, log: silentLog });
  t.after(store.close);
  const listeners = new Set<{ number: number; hear(topic: string, content: object): void }>();
  let members = 0;

  const runAlone: Fleet['runAlone'] = async (name, work, signal) => {
    while (!signal.aborted) {
      let working: Promise<void> | undefined;
      const turn = lock(name, async () => {
        if (signal.aborted) return;
        const right = linkAbort(signal);
        holders.set(name, right.abort);
        working = work(right.signal);
        await working;
      });
      await untilAborted(turn, signal);
      await working;
    }
  };

  return {
    join() {
      const number = members++;
      const self = {
        id: `process-${number}`,
        number,
        role: 'gateway',
        version: '0',
        storeFormat: 1,
        since: 0,
      } as const;
      const fleet = {
        self,
        members: () => [self],
        isCurrent: () => true,
        onMembers: () => () => {},
        tell(topic: string, content: object) {
          for (const each of listeners) if (each.number !== number) each.hear(topic, content);
        },
        onTold(topic: string, onContent: (content: unknown) => void) {
          const hear = (told: string, content: object) => {
            if (told === topic) onContent(JSON.parse(JSON.stringify(content)));
          };
          const listener = { number, hear };
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        runAlone,
      };
      return { store, fleet };
    },
    revoke: (name) => holders.get(name)?.(),
  };
}
