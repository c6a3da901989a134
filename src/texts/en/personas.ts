import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

/** The sentences of `/persona`. */
export const personaTexts = {
  current: (name: string) => `I am **${name}** here.`,
  own: 'Here I follow instructions that somebody wrote in this chat.',
  noneNow: 'I have no persona here.',
  line: (name: string, description: string) =>
    description ? `- **${name}**: ${description}` : `- **${name}**`,
  currentLine: (name: string, description: string) =>
    description ? `- **${name}** (now): ${description}` : `- **${name}** (now)`,
  /** Above the rest of the page. */
  missing: (name: string) => `The persona **${name}** was picked here, but it no longer exists.`,
  noPersonas: 'The person who runs me has written no personas.',
  notAllShown: 'There are more: type `/persona` and the name.',
  menuLabel: 'Pick a persona',
  noneLabel: 'none',
  writeLabel: 'Write your own',
  showLabel: 'Show the instructions',
  backLabel: 'Back',
  unknown: (typed: string) => `There is no persona “${typed}”. \`/persona\` shows all of them.`,
  /** Said to all. */
  picked: (person: string, name: string) => `${person} made me **${name}** here.`,
  written: (person: string) => `${person} wrote new instructions for me here.`,
  reset: (person: string) => `${person} took my persona here back.`,
  /** After `reset`: what the wider place says then. */
  resetTo: (person: string, name: string) =>
    `${person} took my persona here back. Now I am **${name}**, as the wider place says.`,
  unchanged: 'Nothing changed: that is how it is already.',
  instructions: (text: string) => `My instructions here:\n\n${text}`,
  instructionsCut: (characters: number) =>
    `(The instructions have ${plural(characters, { one: 'character', other: 'characters' })}. This is their beginning.)`,
  howToWrite:
    'Type `/persona write` and the instructions, at most 4,000 characters. `{date}`, `{time}`, `{user}`, `{channel}`, `{server}` and `{bot}` are filled in.',
  tooLong: (characters: number) =>
    `That is too long: it has ${plural(characters, { one: 'character', other: 'characters' })}, and instructions have at most 4,000.`,
  mayNotWrite: "You can't write instructions here. `/persona` shows what you can pick.",
  /** At most 45 characters each (Discord's limit). */
  formTitle: 'Instructions for me',
  formLabel: 'Who am I, and how do I answer here?',
};
