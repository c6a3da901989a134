import type { Clock } from '../../src/lib/clock.ts';
import type { Trouble, TroubleGroup } from './trouble.ts';

/** A trouble as the page shows it. */
export interface ShownTrouble {
  readonly id: string;
  readonly group: TroubleGroup;
  readonly label: string;
  readonly about: string;
  /** True when it can last; else it happens once. */
  readonly canLast: boolean;
  readonly isActive: boolean;
}

/** Begins and ends the troubles. */
export interface TroubleDesk {
  list(): readonly ShownTrouble[];
  /**
   * Begins or ends a trouble.
   *
   * @throws When there is no such trouble.
   */
  set(id: string, isActive: boolean): Promise<void>;
  endAll(): Promise<void>;
  /** Calls `listener` after each change. Returns a function that stops these calls. */
  watch(listener: () => void): () => void;
}

/** Creates the desk. Of the troubles of the model, a new one ends the one before. */
export function createTroubleDesk(troubles: readonly Trouble[], clock: Clock): TroubleDesk {
  /** For each active trouble, the function that cancels its end. */
  const active = new Map<Trouble, () => void>();
  const listeners = new Set<() => void>();
  const announce = () => {
    for (const listener of listeners) listener();
  };

  async function begin(trouble: Trouble): Promise<void> {
    if (active.has(trouble)) return;
    if (trouble.group === 'model') await endEach((other) => other.group === 'model');

    // It shows as active while it begins: a restart takes a moment.
    active.set(trouble, () => {});
    announce();
    try {
      await trouble.begin();
    } finally {
      if (trouble.end === undefined) active.delete(trouble);
      else if (trouble.lastsMs !== undefined)
        active.set(
          trouble,
          clock.after(trouble.lastsMs, () => void end(trouble)),
        );
      announce();
    }
  }

  async function end(trouble: Trouble): Promise<void> {
    const cancelEnd = active.get(trouble);
    if (cancelEnd === undefined || trouble.end === undefined) return;

    cancelEnd();
    active.delete(trouble);
    await trouble.end();
    announce();
  }

  async function endEach(matches: (trouble: Trouble) => boolean): Promise<void> {
    for (const trouble of [...active.keys()].filter(matches)) await end(trouble);
  }

  return {
    list: () =>
      troubles.map((trouble) => {
        const { id, group, label, about } = trouble;
        const canLast = trouble.end !== undefined;
        return { id, group, label, about, canLast, isActive: active.has(trouble) };
      }),
    async set(id, isActive) {
      const trouble = troubles.find((each) => each.id === id);
      if (!trouble) throw new Error('There is no such trouble.');
      await (isActive ? begin(trouble) : end(trouble));
    },
    endAll: () => endEach(() => true),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
