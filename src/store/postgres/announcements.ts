/** What a watcher hears: keys, or `all` where some may be missing. */
type Changed = readonly string[] | 'all';

/** Who watches, and what was announced. */
export interface Announcements {
  watch(prefix: string, onChange: (changed: Changed) => void): () => void;
  /** Takes what another process, or this one, has announced. */
  onPayload(payload: string): void;
  /** Tells everybody that announcements may have been missed. */
  onGap(): void;
}

/** PostgreSQL takes less than 8,000 bytes. */
const MOST_BYTES = 7_500;
/** Of more keys, everything is read again: a server keeps announcements until the last listener has them. */
const MOST_PAYLOADS = 8;

/** Writes the announcement of changed keys, as few payloads as possible. */
export function toPayloads(writer: string, keys: readonly string[]): readonly string[] {
  if (keys.length === 0) return [];
  const payloads: string[][] = [[]];
  let bytes = 0;
  for (const key of keys) {
    const ofKey = Buffer.byteLength(JSON.stringify(key)) + 1;
    if (bytes + ofKey > MOST_BYTES) {
      payloads.push([]);
      bytes = 0;
    }
    payloads.at(-1)?.push(key);
    bytes += ofKey;
  }
  const filled = payloads.filter(({ length }) => length > 0);
  if (filled.length > MOST_PAYLOADS) return [JSON.stringify([writer])];
  return filled.map((part) => JSON.stringify([writer, ...part]));
}

/** Tells watchers what other writers than `self` have announced. */
export function createAnnouncements(self: string): Announcements {
  const watchers = new Set<{ readonly prefix: string; onChange(changed: Changed): void }>();

  function tell(changed: Changed): void {
    for (const { prefix, onChange } of watchers) {
      const ofPrefix =
        changed === 'all' ? changed : changed.filter((key) => key.startsWith(prefix));
      if (ofPrefix.length > 0) onChange(ofPrefix);
    }
  }

  return {
    watch(prefix, onChange) {
      const watcher = { prefix, onChange };
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },

    onPayload(payload) {
      const [writer, ...keys] = readPayload(payload);
      if (writer !== self) tell(keys.length === 0 ? 'all' : keys);
    },

    onGap: () => tell('all'),
  };
}

/** A payload that another program wrote may mean anything. */
function readPayload(payload: string): readonly string[] {
  try {
    const parts: unknown = JSON.parse(payload);
    return Array.isArray(parts) ? parts.map(String) : [];
  } catch {
    return [];
  }
}
