import type { Key } from './key-ring.ts';
import type { ModelTarget } from './resolve-model.ts';

/** A model under one key: what an attempt asks. */
export interface Candidate<Asked extends ModelTarget = ModelTarget> {
  readonly target: Asked;
  readonly key: Key;
}

/** All that could be asked for these models, best first. */
export function candidatesFor<Asked extends ModelTarget>(
  targets: readonly Asked[],
): readonly Candidate<Asked>[] {
  return targets.flatMap((target) => target.provider.keys().map((key) => ({ target, key })));
}
