import type { Change, Store } from '../../src/contracts/store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';

type OnChange = Parameters<Store['watch']>[1];

/** A store that several processes share, as a database gives one to each of them. */
export interface SharedStore {
  /** The store as one more process has it. */
  open(): Store;
  /** From now on, announcements wait: nobody hears of a change. */
  delay(): void;
  /** Delivers what waits, and from now on each announcement at once. */
  deliver(): void;
  /** Drops what waits, as when a connection breaks. From now on, announcements are delivered at once. */
  lose(): void;
  /** Tells every process that some announcements may have been missed. */
  tellGap(): void;
}

/** Creates a shared store in memory, whose announced changes reach the other processes at once. */
export function createSharedStore(clock: Clock): SharedStore {
  const adapter = createMemoryAdapter({ clock });
  const watchers = new Set<{ owner: Store; prefix: string; onChange: OnChange }>();
  let isDelayed = false;
  let waiting: (() => void)[] = [];

  function announce(owner: Store, keys: readonly string[]): void {
    const tell = () => {
      for (const watcher of watchers) {
        const changed = keys.filter((key) => key.startsWith(watcher.prefix));
        if (watcher.owner !== owner && changed.length > 0) watcher.onChange(changed);
      }
    };
    if (isDelayed) waiting.push(tell);
    else tell();
  }

  function endDelay(): readonly (() => void)[] {
    isDelayed = false;
    const ended = waiting;
    waiting = [];
    return ended;
  }

  function open(): Store {
    const store = createStore({ adapter, clock });
    const shared: Store = {
      ...store,
      async write(changes: readonly Change[]) {
        await store.write(changes);
        const announced = changes.filter(({ isAnnounced }) => isAnnounced);
        announce(
          shared,
          announced.map(({ key }) => key),
        );
      },
      async swap(key, expected, next, options) {
        const isSwapped = await store.swap(key, expected, next, options);
        if (isSwapped && options?.isAnnounced) announce(shared, [key]);
        return isSwapped;
      },
      watch(prefix, onChange) {
        const watcher = { owner: shared, prefix, onChange };
        watchers.add(watcher);
        return () => void watchers.delete(watcher);
      },
    };
    return shared;
  }

  return {
    open,
    delay() {
      isDelayed = true;
    },
    deliver() {
      for (const tell of endDelay()) tell();
    },
    lose: () => void endDelay(),
    tellGap() {
      for (const { onChange } of watchers) onChange('all');
    },
  };
}
