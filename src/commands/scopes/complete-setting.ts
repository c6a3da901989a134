import type { Choice, CommandCall, CommandContext } from '../../contracts/command.ts';
import { textsIn } from '../../texts/index.ts';
import { ME, PERSON_SETTINGS, personValues } from './person-page.ts';
import { listPlaces, nameOfPlace, placeOf, SETTING_POWERS } from './place.ts';
import { placeFacts } from './place-facts.ts';
import { findSetting, settingList } from './setting-list.ts';

/** Suggests the settings of a place, as `CommandOption.complete`. */
export async function completeSetting(
  typed: string,
  { author, channel, options }: CommandCall,
  context: CommandContext,
): Promise<readonly Choice[]> {
  if (options.place === ME) return matching(typed, PERSON_SETTINGS.map(asChoice));

  const facts = await placeFacts({ author, channel, context });
  const { names } = facts.texts.settings;
  const choices = settingList
    .filter((setting) => setting.isOffered(facts))
    .map(({ name }) => ({ name: `${names[name]} (${name})`, value: name }));
  return matching(typed, choices);
}

/** Suggests the values of the setting that is typed already. */
export async function completeValueOfSetting(
  typed: string,
  { author, channel, options }: CommandCall,
  context: CommandContext,
): Promise<readonly Choice[]> {
  const personSetting = PERSON_SETTINGS.find((name) => name === options.name);
  if (options.place === ME && personSetting) {
    return matching(typed, personValues(personSetting).map(asChoice));
  }

  const facts = await placeFacts({ author, channel, context }, placeOf(options.place));
  const setting = findSetting(options.name);
  const entries = setting?.entries(facts) ?? [];
  const choices = entries.map(({ label, value }) => ({ name: label, value }));
  const clearing = { name: facts.texts.settings.clearLabel, value: 'default' };
  return matching(typed, [...choices, clearing]);
}

/** Suggests the places that the person may change. */
export async function completePlaceOfSetting(
  typed: string,
  { author, channel }: CommandCall,
  context: CommandContext,
): Promise<readonly Choice[]> {
  const texts = textsIn(context.language);
  const places = await listPlaces({ author, channel, context }, ...SETTING_POWERS);
  const choices = places.map((place) => ({
    name: nameOfPlace(place, channel, texts),
    value: place,
  }));
  return matching(typed, [...choices, { name: texts.settings.me.label, value: ME }]);
}

function asChoice(value: string): Choice {
  return { name: value, value };
}

function matching(typed: string, choices: readonly Choice[]): readonly Choice[] {
  const part = typed.trim().toLowerCase();
  return choices.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(part));
}
