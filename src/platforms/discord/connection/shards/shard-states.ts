import type { ConnectionState, OnConnection } from '../../../../contracts/platform.ts';
import { omitUndefined } from '../../../../lib/omit-undefined.ts';
import type { Shard } from './shard.ts';

/** Tells the states of all shards of a process as one. */
export interface ShardStates {
  of(shard: Shard): OnConnection;
  forget(shard: Shard): void;
}

/** Creates the states: the process is connected when each of its shards is. */
export function createShardStates(onConnection: OnConnection): ShardStates {
  const states = new Map<number, ConnectionState>();

  function tell(): void {
    const worst =
      [...states].find(([, { state }]) => state === 'left out') ??
      [...states].find(([, { state }]) => state !== 'connected');
    const [id, { state, problem }] = worst ?? [
      0,
      { state: 'connected' as const, problem: undefined },
    ];
    const named = states.size > 1 && problem ? `Shard ${id}: ${problem}` : problem;
    onConnection(omitUndefined({ state, problem: named }));
  }

  return {
    of:
      ({ id }) =>
      (state) => {
        states.set(id, state);
        tell();
      },
    forget({ id }) {
      if (states.delete(id) && states.size > 0) tell();
    },
  };
}
