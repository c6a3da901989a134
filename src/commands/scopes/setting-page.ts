import { isDeepStrictEqual } from 'node:util';
import type { CommandReply } from '../../contracts/command.ts';
import type { Form } from '../../contracts/form.ts';
import type { Button, Controls } from '../../contracts/reply-surface.ts';
import { cutAtWord } from '../../lib/cut-at-word.ts';
import { listPlaces, nameOfPlace, type Place, type Reader, scopeOfPlace } from './place.ts';
import { placeFacts } from './place-facts.ts';
import type { PlaceFacts, Setting } from './setting.ts';
import { originOf, placeMenu } from './settings-overview.ts';
import { valueKey } from './value-key.ts';

/** A menu has at most 25 entries on Discord. */
const MAX_ENTRIES = 24;
/** Discord's limits. */
const MAX_LABEL_CHARACTERS = 45;
const MAX_PLACEHOLDER_CHARACTERS = 100;
const MAX_VALUE_CHARACTERS = 200;

/** One setting with its values, as an edit of the overview. The person may change it. */
export async function settingPage(
  reader: Reader,
  place: Place,
  setting: Setting,
  note?: string,
): Promise<CommandReply> {
  const facts = await placeFacts(reader, place);
  const places = await listPlaces(reader, setting.power);
  const { settings } = facts.texts;
  const value = setting.describe(facts) ?? settings.unset;
  const origin = originOf(setting, reader, facts.texts);

  const lines = [
    ...(note === undefined ? [] : [note, '']),
    settings.page(settings.names[setting.name], value, origin),
    settings.meanings[setting.name],
    '',
    settings.appliesTo(nameOfPlace(place, reader.channel, facts.texts)),
  ];
  return {
    text: lines.join('\n'),
    controls: [
      ...valueMenu(setting, place, facts),
      ...placeMenu(`settings:in:${setting.name}`, places, place, reader, facts),
      pageButtons(reader, place, setting, facts),
    ],
  };
}

/** The form in which people type a value. A network without forms shows how to type it as a command. */
export function settingForm(setting: Setting, place: Place, facts: PlaceFacts): CommandReply {
  const { settings } = facts.texts;
  const label = settings.names[setting.name].slice(0, MAX_LABEL_CHARACTERS);
  const form: Form = {
    id: `settings:typed:${place}:${setting.name}`,
    title: label,
    fields: [
      {
        name: 'value',
        label,
        placeholder: cutAtWord(
          withoutMarks(setting.explain('', facts)),
          MAX_PLACEHOLDER_CHARACTERS,
        ),
        isRequired: true,
        maxCharacters: MAX_VALUE_CHARACTERS,
      },
    ],
  };
  const command = place === 'here' ? setting.name : `${place} ${setting.name}`;
  return { text: settings.howToType(command), form, onlyAsker: true };
}

/** Placeholders show Markdown as it is typed. */
function withoutMarks(markdown: string): string {
  return markdown.replace(/[*`]/g, '');
}

function valueMenu(setting: Setting, place: Place, facts: PlaceFacts): Controls {
  const values = setting.entries(facts).slice(0, MAX_ENTRIES);
  const entries = values.map(({ value, label, description, isCurrent }) => ({
    value: valueKey(value),
    label,
    ...(description ? { description } : {}),
    isSelected: isCurrent,
  }));
  if (entries.length === 0) return [];
  const id = `settings:set:${place}:${setting.name}`;
  return [[{ id, label: facts.texts.settings.valueLabel, entries }]];
}

function pageButtons(
  { channel, context }: Reader,
  place: Place,
  { name, isFree, clear, mayClear }: Setting,
  facts: PlaceFacts,
): readonly Button[] {
  const { settings } = facts.texts;
  const chosen = context.scopes.chosen(scopeOfPlace(place, channel) ?? '');
  const isChosen = !isDeepStrictEqual(clear(chosen), chosen);
  const canClear = isChosen && (mayClear?.(facts) ?? true);
  const typeButton = {
    id: `settings:type:${place}:${name}`,
    label: settings.typeLabel,
    mayOpenForm: true,
  };

  return [
    ...(isFree ? [typeButton] : []),
    ...(canClear ? [{ id: `settings:clear:${place}:${name}`, label: settings.clearLabel }] : []),
    { id: `settings:all:${place}`, label: settings.backLabel },
  ];
}
