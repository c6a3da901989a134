import type { Fleet, Member, ProcessRole } from '../../src/contracts/fleet.ts';
import { createKeyedLock } from '../../src/lib/keyed-lock.ts';

/** The processes on one store, as a test plays them. */
export interface SharedFleet {
  /** One more process, with the smallest number that is free. */
  join(role?: ProcessRole): Fleet;
  /** A process was killed, and the others know it. */
  remove(member: Fleet): void;
  /** From now on, what members tell gets lost, or not any more. */
  setLossy(isLossy: boolean): void;
}

type Told = { readonly owner: string; readonly topic: string; take(content: unknown): void };

/** Creates a fleet whose members hear each other at once. */
export function createSharedFleet(): SharedFleet {
  let members: readonly Member[] = [];
  let joined = 0;
  let isLossy = false;
  const listeners = new Set<Told>();
  const watchers = new Set<() => void>();
  const alone = createKeyedLock();

  function change(next: readonly Member[]): void {
    members = next.toSorted((a, b) => a.number - b.number);
    for (const watcher of watchers) watcher();
  }

  return {
    join(role = 'all') {
      const numbers = new Set(members.map(({ number }) => number));
      let number = 0;
      while (numbers.has(number)) number += 1;
      joined += 1;
      const id = `member ${joined}`;
      const self: Member = { id, number, role, version: '1', storeFormat: 1, since: joined };
      change([...members, self]);
      return {
        self,
        members: () => members,
        isCurrent: () => true,
        onMembers(onChange) {
          watchers.add(onChange);
          return () => void watchers.delete(onChange);
        },
        tell(topic, content) {
          const text = JSON.stringify(content);
          if (text.length > 6_000) throw new Error(`A message of ${text.length} is too long.`);
          if (isLossy) return;
          for (const each of listeners) {
            if (each.owner !== id && each.topic === topic) each.take(JSON.parse(text));
          }
        },
        onTold(topic, take) {
          const listener = { owner: id, topic, take };
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        // As in the contract, it resolves when the signal has aborted, and not when the work has ended.
        runAlone: (name, work, signal) =>
          alone(name, async () => {
            if (!signal.aborted) await work(signal);
            if (signal.aborted) return;
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
          }),
      };
    },
    remove: (fleet) => change(members.filter(({ id }) => id !== fleet.self.id)),
    setLossy(lossy) {
      isLossy = lossy;
    },
  };
}
