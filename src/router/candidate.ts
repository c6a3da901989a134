import type { Key } from './key-ring.ts';
import type { ModelTarget } from './model-target.ts';

/** A target under one key. An attempt is a request to one candidate. */
export interface Candidate<Target extends ModelTarget = ModelTarget> {
  readonly target: Target;
  readonly key: Key;
}

/** Gives each target under each of its keys: first all keys of the first target. */
export function candidatesFor<Target extends ModelTarget>(
  targets: readonly Target[],
): readonly Candidate<Target>[] {
  return targets.flatMap((target) => target.provider.keys().map((key) => ({ target, key })));
}
