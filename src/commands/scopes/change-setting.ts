import { isDeepStrictEqual } from 'node:util';
import { textsIn } from '../../texts/index.ts';
import { mayChange, nameOfPlace, type Place, type Reader, scopeOfPlace } from './place.ts';
import { placeFacts } from './place-facts.ts';
import type { PlaceFacts, RulesChange, Setting } from './setting.ts';
import { shownName } from './shown-name.ts';

/**
 * The result of a change:
 * - `changed`: `sentence` says it to all
 * - `unchanged`: it was so before
 * - `impossible`: `sentence` says what is possible
 */
export type ChangeResult =
  | { readonly kind: 'changed' | 'unchanged' | 'impossible'; readonly sentence: string }
  | { readonly kind: 'forbidden' };

/** Sets what was typed or picked for a place. `undefined`: the wider place decides again. */
export async function changeSetting(
  reader: Reader,
  place: Place,
  setting: Setting,
  typed: string | undefined,
): Promise<ChangeResult> {
  const scope = scopeOfPlace(place, reader.channel);
  const isAllowed = await mayChange(place, reader, setting.power);
  if (scope === undefined || !isAllowed) return { kind: 'forbidden' };

  const facts = await placeFacts(reader, place);
  const reading = typed === undefined ? undefined : setting.read(typed, facts);
  const isPossible =
    typed === undefined
      ? (setting.mayClear?.(facts) ?? true)
      : reading !== undefined && setting.isOffered(facts);
  if (!isPossible) return { kind: 'impossible', sentence: setting.explain(typed ?? '', facts) };

  if (!(await choose(reader, scope, reading?.change ?? setting.clear))) {
    const { names, unchanged, unset } = facts.texts.settings;
    const value = reading?.label ?? setting.describe(facts) ?? unset;
    return { kind: 'unchanged', sentence: unchanged(names[setting.name], value) };
  }
  return { kind: 'changed', sentence: await describeChange(reader, place, setting, typed) };
}

/** Changes the rules of a scope. `false`: they stay the same. */
export async function choose(
  { context }: Pick<Reader, 'context'>,
  scope: string,
  change: RulesChange,
): Promise<boolean> {
  const before = context.scopes.chosen(scope);
  if (isDeepStrictEqual(change(before), before)) return false;

  await context.scopes.choose(scope, change);
  return true;
}

/** In the language of the place, because everybody there reads it. */
async function describeChange(
  reader: Reader,
  place: Place,
  setting: Setting,
  typed: string | undefined,
): Promise<string> {
  const { author, channel, context } = reader;
  const texts = textsIn(context.settings(channel).language ?? context.language);
  const facts: PlaceFacts = { ...(await placeFacts(reader, place)), texts };

  const { names, changed, cleared, unset } = texts.settings;
  const inForce = setting.describe(facts) ?? unset;
  const name = names[setting.name];
  const placeName = nameOfPlace(place, channel, texts);
  if (typed === undefined) return cleared(shownName(author), name, inForce, placeName);

  const value = setting.read(typed, facts)?.label ?? typed;
  return changed(shownName(author), name, value, placeName);
}
