import { randomUUID } from 'node:crypto';
import type { Fleet } from '../contracts/fleet.ts';
import { STORE_FORMAT } from './store-format.ts';

interface FleetOfOneParts {
  /** The version of the program. */
  readonly version: string;
  /** Unix milliseconds. */
  readonly now: number;
}

/** The fleet of a process that is alone on its store, as every process on a SQLite file is. */
export function createFleetOfOne({ version, now }: FleetOfOneParts): Fleet {
  const self = {
    id: randomUUID(),
    number: 0,
    role: 'all',
    version,
    storeFormat: STORE_FORMAT,
    since: now,
  } as const;

  return {
    self,
    members: () => [self],
    isCurrent: () => true,
    onMembers: () => () => {},
    tell: () => {},
    onTold: () => () => {},
    runAlone: (_name, work, signal) => work(signal),
  };
}
