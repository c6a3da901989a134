import type { ButtonEvent } from '../../contracts/button-event.ts';
import type { CommandReply } from '../../contracts/command.ts';
import { textsIn } from '../../texts/index.ts';
import { changePerson, PERSON_SETTINGS, personPage, personValues } from './person-page.ts';
import type { Reader } from './place.ts';
import { settingsOverview } from './settings-overview.ts';
import { shownWords } from './shown-name.ts';

/** Shows what a person chose for themselves, or changes it as typed. */
export async function runForPerson(
  reader: Reader,
  name: string | undefined,
  value: string,
): Promise<CommandReply> {
  const { settings: texts } = textsIn(reader.context.language);
  const known = PERSON_SETTINGS.find((each) => each === name?.toLowerCase());
  if (known && value && !(await changePerson(reader, known, value))) {
    const text = texts.possible.choice(texts.me.names[known], personValues(known));
    return { text, onlyAsker: true };
  }
  if (name && !known)
    return { text: texts.unknownName(shownWords(name), PERSON_SETTINGS), onlyAsker: true };
  return { ...personPage(reader), onlyAsker: true };
}

/** Handles a press on the page of a person. */
export async function pressForPerson(
  reader: Reader,
  { values: [value] = [] }: ButtonEvent,
  personId: string | undefined,
  action: string | undefined,
): Promise<CommandReply> {
  const { settings: texts } = textsIn(reader.context.language);
  // Where everybody sees the page, its menus are still for one person.
  if (personId !== reader.author.id) return { text: texts.me.others, onlyAsker: true };

  if (action === 'back') {
    const { onlyAsker: _, ...overview } = await settingsOverview(reader, 'here');
    return overview;
  }
  const name = PERSON_SETTINGS.find((each) => each === action);
  if (name && value !== undefined) await changePerson(reader, name, value);
  return personPage(reader);
}
