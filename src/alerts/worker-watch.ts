import type { Fleet } from '../contracts/fleet.ts';
import type { Signs } from './read-observation.ts';
import { idOf } from './trouble.ts';

/** Looks whether any process of the fleet answers. Gives the function that ends it. */
export function startWorkerWatch(
  fleet: Pick<Fleet, 'members' | 'onMembers'>,
  onSigns: (signs: Signs) => void,
): () => void {
  const trouble = { kind: 'noWorkers' } as const;
  const look = () => onSigns(hasWorkers(fleet) ? { over: [idOf(trouble)] } : { seen: trouble });
  look();
  return fleet.onMembers(look);
}

/** Tells whether a process answers questions: all do but gateways. */
export function hasWorkers({ members }: Pick<Fleet, 'members'>): boolean {
  return members().some(({ role }) => role !== 'gateway');
}
