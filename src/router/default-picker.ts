import type { ModelList } from './model-target.ts';
import { type PickedModel, pickDefault } from './pick-model.ts';

/** Picks the model that answers where nobody chose one. As `pickDefault`, with a memory. */
export type DefaultPicker = (lists: readonly ModelList[], now: number) => PickedModel | undefined;

/**
 * Makes a picker that stays with its choice while the model is listed: a local server loads and forgets
 * models all the time, and the model of a conversation must not change with that.
 */
export function createDefaultPicker(): DefaultPicker {
  let kept: PickedModel | undefined;

  return (lists, now) => {
    const picked = pickDefault(lists, now);
    const mayKeep =
      kept !== undefined &&
      kept.provider === picked?.provider &&
      picked.why !== 'preferred' &&
      isListed(kept, lists);

    if (!mayKeep) kept = picked;
    return kept;
  };
}

function isListed({ provider, model }: PickedModel, lists: readonly ModelList[]): boolean {
  const list = lists.find((each) => each.provider === provider);
  return list?.models.some(({ id }) => id === model) ?? false;
}
