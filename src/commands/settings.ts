import type { ButtonEvent } from '../contracts/button-event.ts';
import type { Command, CommandReply } from '../contracts/command.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { changeSetting } from './scopes/change-setting.ts';
import {
  completePlaceOfSetting,
  completeSetting,
  completeValueOfSetting,
} from './scopes/complete-setting.ts';
import { ME } from './scopes/person-page.ts';
import { mayChange, type Place, placeOf, type Reader, SETTING_POWERS } from './scopes/place.ts';
import { placeFacts } from './scopes/place-facts.ts';
import { pressForPerson, runForPerson } from './scopes/run-for-person.ts';
import type { Setting } from './scopes/setting.ts';
import { findSetting, settingList } from './scopes/setting-list.ts';
import { settingForm, settingPage } from './scopes/setting-page.ts';
import { settingsOverview } from './scopes/settings-overview.ts';
import { shownWords } from './scopes/shown-name.ts';
import { valueKey } from './scopes/value-key.ts';

/** The words that clear a choice. */
const DEFAULTS = ['default', 'reset'];

/**
 * Everybody may look, and choose for themselves. Each change asks for the power of its setting: `settings`,
 * `model` or `persona`.
 */
export const settings: Command = {
  name: 'settings',
  // A change is said to all in a message of its own.
  onlyAsker: true,
  description: inEveryLanguage((texts) => texts.commands.settings),
  options: [
    {
      name: 'name',
      description: inEveryLanguage((texts) => texts.commands.settingsName),
      complete: completeSetting,
    },
    {
      name: 'value',
      description: inEveryLanguage((texts) => texts.commands.settingsValue),
      complete: completeValueOfSetting,
    },
    {
      name: 'place',
      description: inEveryLanguage((texts) => texts.commands.settingsPlace),
      complete: completePlaceOfSetting,
    },
  ],

  async run({ author, channel, options }, context) {
    const reader = { author, channel, context };
    const words = [options.place, options.name, options.value]
      .join(' ')
      .split(/\s+/)
      .filter(Boolean);
    const place = words[0]?.toLowerCase() === ME ? ME : placeOf(words[0]);
    const [name, ...value] = place ? words.slice(1) : words;

    if (place === ME) return runForPerson(reader, name, value.join(' '));
    if (name === undefined) return settingsOverview(reader, place ?? 'here');
    return runForPlace(reader, place ?? 'here', name, value.join(' '));
  },

  async press(rest, button, context) {
    const reader = { author: button.author, channel: button.address.channel, context };
    const { tooOldButton } = textsIn(context.language);
    const [action = '', first, second] = rest.split(':');
    if (action === ME) return pressForPerson(reader, button, first, second);
    const reply = await pressForPlace(reader, action, button, first, second);
    return reply ?? { text: tooOldButton, onlyAsker: true };
  },

  async submit(rest, { author, address, values, message }, context) {
    const [action, placeWord, name] = rest.split(':');
    const place = action === 'typed' ? placeOf(placeWord) : undefined;
    const setting = findSetting(name);
    const texts = textsIn(context.language);
    if (!place || !setting) return { text: texts.tooOldButton, onlyAsker: true };

    const reader = { author, channel: address.channel, context };
    const reply = await change(reader, place, setting, readTyped(values.value ?? ''));
    return message ? reply : { ...reply, onlyAsker: true };
  },
};

async function runForPlace(
  reader: Reader,
  place: Place,
  name: string,
  value: string,
): Promise<CommandReply> {
  const texts = textsIn(reader.context.language);
  const setting = findSetting(name);
  if (!setting) {
    const facts = await placeFacts(reader);
    const names = settingList.filter((each) => each.isOffered(facts)).map((each) => each.name);
    return { text: texts.settings.unknownName(shownWords(name), names), onlyAsker: true };
  }
  if (!value) return openPage(reader, place, setting);

  const result = await changeSetting(reader, place, setting, readTyped(value));
  if (result.kind === 'forbidden') return { text: texts.settings.forbidden, onlyAsker: true };
  return { text: result.sentence, onlyAsker: result.kind !== 'changed' };
}

/** `undefined`: no button has such an id. */
async function pressForPlace(
  reader: Reader,
  action: string,
  { values: [value] = [] }: ButtonEvent,
  first: string | undefined,
  second: string | undefined,
): Promise<CommandReply | undefined> {
  const place = placeOf(action === 'in' ? value : first);
  if (!place) return undefined;
  const setting = findSetting(action === 'open' ? value : action === 'in' ? first : second);

  if (action === 'all' || (action === 'in' && first === undefined)) {
    const isAllowed = await mayChange(place, reader, ...SETTING_POWERS);
    return isAllowed ? replacing(await settingsOverview(reader, place)) : forbidden(reader);
  }
  if (!setting) return undefined;

  switch (action) {
    case 'open':
    case 'in':
      return replacing(await openPage(reader, place, setting));
    case 'set':
      return value === undefined ? undefined : pick(reader, place, setting, value);
    case 'clear':
      return change(reader, place, setting, undefined);
    case 'type':
      return type(reader, place, setting);
    default:
      return undefined;
  }
}

async function openPage(reader: Reader, place: Place, setting: Setting): Promise<CommandReply> {
  if (!(await mayChange(place, reader, setting.power))) return forbidden(reader);
  return { ...(await settingPage(reader, place, setting)), onlyAsker: true };
}

async function type(reader: Reader, place: Place, setting: Setting): Promise<CommandReply> {
  if (!(await mayChange(place, reader, setting.power))) return forbidden(reader);
  return settingForm(setting, place, await placeFacts(reader, place));
}

/** A picked value may no longer be there: a persona or a model was removed meanwhile. */
async function pick(
  reader: Reader,
  place: Place,
  setting: Setting,
  key: string,
): Promise<CommandReply> {
  if (!(await mayChange(place, reader, setting.power))) return forbidden(reader);

  const facts = await placeFacts(reader, place);
  const entry = setting.entries(facts).find(({ value }) => valueKey(value) === key);
  if (!entry) return settingPage(reader, place, setting, facts.texts.settings.stale);
  return change(reader, place, setting, entry.value);
}

/** The page after a change, which is said to all. */
async function change(
  reader: Reader,
  place: Place,
  setting: Setting,
  typed: string | undefined,
): Promise<CommandReply> {
  const result = await changeSetting(reader, place, setting, typed);
  if (result.kind === 'forbidden') return forbidden(reader);
  if (result.kind === 'impossible') return { text: result.sentence, onlyAsker: true };

  const page = await settingPage(reader, place, setting);
  const isSaid = result.kind === 'changed' && reader.channel.kind !== 'direct';
  return isSaid ? { ...page, announcement: result.sentence } : page;
}

function forbidden({ context }: Reader): CommandReply {
  return { text: textsIn(context.language).settings.forbidden, onlyAsker: true };
}

/** The reply to a press, in place of the message with the button, unless it says that it may not. */
function replacing(reply: CommandReply): CommandReply {
  const { onlyAsker: _, ...page } = reply;
  return reply.controls ? page : reply;
}

function readTyped(value: string): string | undefined {
  return DEFAULTS.includes(value.trim().toLowerCase()) ? undefined : value;
}
