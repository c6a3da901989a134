import type { Clock } from './clock.ts';

/** The part of a fleet that tells other processes something. */
interface Teller {
  members(): readonly unknown[];
  tell(topic: string, content: object): void;
}

/** Items that other processes are told, several at once. */
export interface ToldBatches {
  /** Tells it within a moment. A process that is alone tells nothing. */
  add(item: object): void;
  /** Tells now what waits. */
  flush(): void;
}

interface BatchParts {
  readonly fleet: Teller;
  readonly topic: string;
  readonly clock: Clock;
  /** Makes the message of some items. Absent: `{ items }`. */
  toMessage?(items: readonly object[]): object;
}

/** What belongs together follows each other, as the end of an attempt and of its answer. */
const TELL_AFTER_MS = 100;
/** Less than a message may have. */
const MAX_CHARACTERS = 4_000;

/** Creates the batches. */
export function createToldBatches({ fleet, topic, clock, ...parts }: BatchParts): ToldBatches {
  const { toMessage = (items: readonly object[]) => ({ items }) } = parts;
  let waiting: object[] = [];
  let characters = 0;
  let cancel: (() => void) | undefined;

  function flush(): void {
    cancel?.();
    cancel = undefined;
    if (waiting.length > 0) fleet.tell(topic, toMessage(waiting));
    waiting = [];
    characters = 0;
  }

  return {
    flush,
    add(item) {
      if (fleet.members().length < 2) return;
      const { length } = JSON.stringify(item);
      if (characters + length > MAX_CHARACTERS) flush();
      waiting.push(item);
      characters += length;
      cancel ??= clock.after(TELL_AFTER_MS, flush);
    },
  };
}
