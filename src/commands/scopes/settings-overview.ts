import type { CommandReply } from '../../contracts/command.ts';
import type { Button, MenuEntry } from '../../contracts/reply-surface.ts';
import type { SettingOrigin } from '../../contracts/settings.ts';
import { cutAtWord } from '../../lib/cut-at-word.ts';
import type { Texts } from '../../texts/en/index.ts';
import {
  listPlaces,
  mayChange,
  nameOfPlace,
  type Place,
  placeOfScope,
  type Reader,
  SETTING_POWERS,
} from './place.ts';
import { placeFacts } from './place-facts.ts';
import type { PlaceFacts, Setting } from './setting.ts';
import { settingList } from './setting-list.ts';

/** Discord's limit. */
const MAX_DESCRIPTION_CHARACTERS = 100;
const MAX_VALUE_CHARACTERS = 60;
/**
 * The overview has to fit into one message of Discord: a press edits the message of its button, and a second
 * message would be for all.
 */
const MAX_LIST_CHARACTERS = 1_600;

/** What is in force in a channel, with a menu of the settings that the person may change for a place. */
export async function settingsOverview(reader: Reader, wanted: Place): Promise<CommandReply> {
  const facts = await placeFacts(reader);
  const places = await listPlaces(reader, ...SETTING_POWERS);
  const place = places.includes(wanted) ? wanted : places[0];
  const { settings } = facts.texts;
  const meButton: Button = { id: `settings:me:${reader.author.id}`, label: settings.me.label };

  const list = [settings.inForce, '', ...listLines(reader, facts), ''];
  if (!place) {
    const text = [...list, settings.readOnly].join('\n');
    return { text, controls: [[meButton]], onlyAsker: true };
  }

  const entries = await listEntries(reader, facts, place);
  const menu = { id: `settings:open:${place}`, label: settings.changeLabel, entries };
  const placeName = nameOfPlace(place, reader.channel, facts.texts);
  return {
    text: [...list, settings.appliesTo(placeName)].join('\n'),
    controls: [[menu], ...placeMenu('settings:in', places, place, reader, facts), [meButton]],
    onlyAsker: true,
  };
}

/** The menu of the places that a change can apply to, where there are several. */
export function placeMenu(
  id: string,
  places: readonly Place[],
  current: Place,
  { channel }: Reader,
  { texts }: PlaceFacts,
): readonly (readonly Button[])[] {
  if (places.length < 2) return [];

  const entries = places.map((place) => ({
    value: place,
    label: nameOfPlace(place, channel, texts),
    isSelected: place === current,
  }));
  return [[{ id, label: texts.settings.placeLabel, entries }]];
}

/** Where the value of a setting comes from, in words. */
export function originOf(setting: Setting, { channel, context }: Reader, texts: Texts): string {
  const origins = context.scopes.explain(channel).filter((each) => isAbout(setting, each));
  // A persona brings its instructions: whoever wrote instructions decided against a persona.
  const origin = origins.findLast(({ by }) => by !== 'default');
  const { origins: words } = texts.settings;
  if (!origin || origin.by === 'default') return words.default;

  const place = origin.scope === undefined ? 'bot' : placeOfScope(origin.scope, channel);
  return words[origin.by][place ?? 'bot'];
}

function isAbout(setting: Setting, { name, parameter }: SettingOrigin): boolean {
  if (parameter !== setting.parameter) return false;
  return name === setting.rule || (setting.name === 'persona' && name === 'instructions');
}

/** Each setting with its value and where that comes from. A long list leaves out the latter. */
function listLines(reader: Reader, facts: PlaceFacts): readonly string[] {
  const { names, line, shortLine } = facts.texts.settings;
  const values = settingList.flatMap((setting) => {
    const value = setting.isOffered(facts) ? setting.describe(facts) : undefined;
    if (value === undefined) return [];
    const shown = cutAtWord(value, MAX_VALUE_CHARACTERS);
    return [{ name: names[setting.name], shown, origin: originOf(setting, reader, facts.texts) }];
  });

  const lines = values.map(({ name, shown, origin }) => line(name, shown, origin));
  const isLong = lines.join('\n').length > MAX_LIST_CHARACTERS;
  return isLong ? values.map(({ name, shown }) => shortLine(name, shown)) : lines;
}

async function listEntries(
  reader: Reader,
  facts: PlaceFacts,
  place: Place,
): Promise<readonly MenuEntry[]> {
  const { names, unset } = facts.texts.settings;
  const entries: MenuEntry[] = [];
  for (const setting of settingList) {
    if (!setting.isOffered(facts) || !(await mayChange(place, reader, setting.power))) continue;
    const description = cutAtWord(setting.describe(facts) ?? unset, MAX_DESCRIPTION_CHARACTERS);
    entries.push({ value: setting.name, label: names[setting.name], description });
  }
  return entries;
}
