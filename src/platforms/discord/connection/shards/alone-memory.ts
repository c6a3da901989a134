import { isDeepStrictEqual } from 'node:util';
import type { ConnectionMemory } from '../../../../contracts/platform.ts';

const SELF = {
  id: 'alone',
  number: 0,
  role: 'all',
  version: '',
  storeFormat: 0,
  since: 0,
} as const;

/** The memory of a process that shares none: it is alone, and begins anew at each start. */
export function createAloneMemory(): ConnectionMemory {
  const values = new Map<string, object>();
  const set = (key: string, value: object | undefined) =>
    value === undefined ? values.delete(key) : values.set(key, value);

  return {
    store: {
      get: async (key) => values.get(key),
      getMany: async (keys) => keys.map((key) => values.get(key)),
      findKeys: async (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
      async write(changes) {
        for (const { key, value } of changes) set(key, value);
      },
      async swap(key, expected, next) {
        const isExpected = isDeepStrictEqual(values.get(key), expected);
        if (isExpected) set(key, next);
        return isExpected;
      },
      watch: () => () => {},
    },
    fleet: {
      self: SELF,
      members: () => [SELF],
      onMembers: () => () => {},
      tell: () => {},
      onTold: () => () => {},
      runAlone: (_name, work, signal) => work(signal),
    },
  };
}
