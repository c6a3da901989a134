import type { Command, CommandReply } from '../contracts/command.ts';
import type { Texts } from '../texts/en/index.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { choose } from './scopes/change-setting.ts';
import {
  personaForm,
  personaInstructions,
  personaPage,
  tooLongInstructions,
} from './scopes/persona-page.ts';
import { clearPersona, findPersona, pickPersona } from './scopes/persona-setting.ts';
import { type Reader, scopeOfPlace } from './scopes/place.ts';
import type { RulesChange } from './scopes/setting.ts';
import { shownName, shownWords } from './scopes/shown-name.ts';
import { valueKey } from './scopes/value-key.ts';

const NONE = ['none', 'default', 'reset'];

export const persona: Command = {
  name: 'persona',
  power: 'persona',
  isOpenToView: true,
  // A change is said to all in a message of its own.
  onlyAsker: true,
  description: inEveryLanguage((texts) => texts.commands.persona),
  options: [
    {
      name: 'name',
      description: inEveryLanguage((texts) => texts.commands.personaName),
      async complete(typed, _call, context) {
        const names = context.scopes.personas().map(({ name }) => name);
        const part = typed.trim().toLowerCase();
        return [...names, 'none', 'show', 'write']
          .filter((name) => name.toLowerCase().includes(part))
          .map((name) => ({ name, value: name }));
      },
    },
    {
      name: 'instructions',
      description: inEveryLanguage((texts) => texts.commands.personaInstructions),
    },
  ],

  async run({ author, channel, options }, context) {
    const reader = { author, channel, context };
    // Instructions without a name are there to be written.
    const name = options.name ?? (options.instructions && 'write');
    const typed = [name, options.instructions].filter(Boolean).join(' ').trim();
    const [, word = '', instructions = ''] = /^(\S*)\s*(.*)$/s.exec(typed) ?? [];

    if (typed === '') return { ...personaPage(reader), onlyAsker: true };
    if (word.toLowerCase() === 'write') return write(reader, instructions);
    if (typed.toLowerCase() === 'show') return { ...personaInstructions(reader), onlyAsker: true };
    return said(await pick(reader, typed));
  },

  async press(rest, button, context) {
    const reader = { author: button.author, channel: button.address.channel, context };
    const { tooOldButton } = textsIn(context.language);
    switch (rest) {
      case 'list':
        return personaPage(reader);
      case 'show':
        return personaInstructions(reader);
      case 'write':
        return write(reader, '');
      case 'pick':
        return afterPick(reader, await pickKey(reader, button.values?.[0] ?? ''));
      default:
        return { text: tooOldButton, onlyAsker: true };
    }
  },

  async submit(rest, { author, address, values, message }, context) {
    const { tooOldButton } = textsIn(context.language);
    if (rest !== 'write') return { text: tooOldButton, onlyAsker: true };

    const reader = { author, channel: address.channel, context };
    const result = await writeInstructions(reader, values.instructions ?? '');
    return message ? afterPick(reader, result) : said(result);
  },
};

/** The sentence about a change. `changed`: it is for all. */
interface PersonaResult {
  readonly isChanged: boolean;
  readonly sentence: string;
}

/** The reply to a typed command. */
function said({ isChanged, sentence }: PersonaResult): CommandReply {
  return { text: sentence, onlyAsker: !isChanged };
}

/** The reply to a press: the page as it is now, and the change said to all. */
function afterPick(reader: Reader, { isChanged, sentence }: PersonaResult): CommandReply {
  if (!isChanged) return { text: sentence, onlyAsker: true };
  const page = personaPage(reader);
  return reader.channel.kind === 'direct' ? page : { ...page, announcement: sentence };
}

async function pick(reader: Reader, typed: string): Promise<PersonaResult> {
  const { author, context } = reader;
  const person = shownName(author);
  const found = findPersona(typed, context.scopes.personas());
  if (found) {
    return change(reader, pickPersona(found.name), ({ personas }) =>
      personas.picked(person, found.name),
    );
  }

  if (!NONE.includes(typed.toLowerCase())) {
    const sentence = textsIn(context.language).personas.unknown(shownWords(typed));
    return { isChanged: false, sentence };
  }
  return change(reader, clearPersona, ({ personas }) => {
    const { persona: wider } = context.settings(reader.channel);
    return wider === undefined ? personas.reset(person) : personas.resetTo(person, wider);
  });
}

function pickKey(reader: Reader, key: string): Promise<PersonaResult> {
  const found = reader.context.scopes.personas().find(({ name }) => valueKey(name) === key);
  return pick(reader, found?.name ?? key);
}

async function write(reader: Reader, instructions: string): Promise<CommandReply> {
  if (instructions.trim()) return said(await writeInstructions(reader, instructions));
  return (await mayWrite(reader)) ? personaForm(reader) : said(refused(reader));
}

async function writeInstructions(reader: Reader, typed: string): Promise<PersonaResult> {
  const instructions = typed.trim();
  if (!(await mayWrite(reader))) return refused(reader);
  const tooLong = tooLongInstructions(reader, instructions);
  if (tooLong !== undefined) return { isChanged: false, sentence: tooLong };

  const writing: RulesChange = (rules) => ({ ...clearPersona(rules), instructions });
  return change(reader, writing, ({ personas }) => personas.written(shownName(reader.author)));
}

async function mayWrite({ author, channel, context }: Reader): Promise<boolean> {
  return (
    (await context.may('persona', author, channel)) &&
    (await context.may('write_persona', author, channel))
  );
}

function refused({ context }: Reader): PersonaResult {
  return { isChanged: false, sentence: textsIn(context.language).personas.mayNotWrite };
}

/** Says the change in the language of the place, because everybody there reads it. */
async function change(
  reader: Reader,
  rulesChange: RulesChange,
  sentence: (texts: Texts) => string,
): Promise<PersonaResult> {
  const { channel, context } = reader;
  const scope = scopeOfPlace('here', channel) ?? '';
  const isChanged = await choose(reader, scope, rulesChange);
  const language = context.settings(channel).language ?? context.language;
  const { personas } = textsIn(context.language);
  return { isChanged, sentence: isChanged ? sentence(textsIn(language)) : personas.unchanged };
}
