import type { DatabaseSync } from 'node:sqlite';

/** A disk that a test fills. SQLite itself then says that the disk is full. */
export interface DiskWithLimit {
  /** The `onOpened` of a store. */
  onOpened(database: DatabaseSync): void;
  /** Leaves no room for another page. */
  fill(): void;
  free(): void;
}

/** Creates a disk with room, for one store. */
export function createDiskWithLimit(): DiskWithLimit {
  let database: DatabaseSync | undefined;
  const limitTo = (pages: number) => database?.exec(`PRAGMA max_page_count = ${pages}`);

  return {
    onOpened(opened) {
      database = opened;
    },
    // SQLite takes no limit below the present size.
    fill: () => limitTo(1),
    free: () => limitTo(0xfffffffe),
  };
}
