import type { ModelInfo } from '../contracts/provider.ts';
import { firstProvider } from './first-provider.ts';
import type { ModelList, ModelTarget } from './model-target.ts';
import { endsSoon, rankModels } from './rank-models.ts';

/**
 * The reason why a model answers where nobody chose one:
 * - `preferred`: it is in the table of good models
 * - `loaded`: the server has it in its memory, so its answers come soon
 * - `only`: the service has no other that chats
 * - `first`: none of these, so it is only the first that chats and does not end soon
 */
export type PickReason = 'preferred' | 'loaded' | 'only' | 'first';

/** A model that answers where nobody chose one. */
export interface PickedModel extends ModelTarget {
  readonly why: PickReason;
  /** The number of models among which it was picked. */
  readonly among: number;
}

/**
 * Picks the model of the first service that has one. The demo answers only where no service is set up:
 * its answers would hide that a service fails.
 */
export function pickDefault(lists: readonly ModelList[], now: number): PickedModel | undefined {
  const services = lists.filter(({ provider }) => !firstProvider(provider)?.isDemo);
  const candidates = services.length > 0 ? services : lists;

  for (const list of candidates) {
    const picked = pickModel(list, now);
    if (picked) return picked;
  }
  return undefined;
}

/** Picks a model of one service. `undefined`: it lists none that chats. */
export function pickModel(list: ModelList, now: number): PickedModel | undefined {
  const { provider, models } = list;
  const { preferredModels = [], hasUnlistedModels } = firstProvider(provider) ?? {};
  const among = models.length;
  const pick = (id: string | undefined, why: PickReason): PickedModel | undefined =>
    id === undefined ? undefined : { provider, model: id, why, among };

  // A service without a list has the models of the table all the same.
  if (among === 0) return hasUnlistedModels && pick(preferredModels[0], 'preferred');

  const ranked = rankModels(list, now);
  const isGood = (info: ModelInfo) => preferredModels.includes(info.id) && !endsSoon(info, now);
  return (
    pick(ranked.find(isGood)?.id, 'preferred') ??
    pick(ranked.find(({ isLoaded }) => isLoaded)?.id, 'loaded') ??
    pick(ranked[0]?.id, among === 1 ? 'only' : 'first')
  );
}
