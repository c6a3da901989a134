import type { Router } from '../../contracts/router.ts';
import type { SettingsOf } from '../../contracts/settings.ts';
import type { Turn } from '../../contracts/turns.ts';
import { modelName } from '../../texts/model-name.ts';
import { partialAnswerOf } from './turn-result.ts';

/** The model that is asked, as people name models. The one that started an answer also continues it. */
export function chooseModel(
  {
    settingsOf,
    router,
  }: { readonly settingsOf: SettingsOf; readonly router: Pick<Router, 'defaultModel'> },
  turn: Turn,
): string {
  if (turn.rerun?.kind === 'regenerate' && turn.rerun.model) return turn.rerun.model;

  const startedBy = modelName(partialAnswerOf(turn));
  if (startedBy) return startedBy;

  return settingsOf(turn.address.channel).model ?? router.defaultModel;
}
