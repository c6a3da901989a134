import type { personaTexts as original } from '../en/personas.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');
const CHARACTERS = { other: 'Zeichen' };

/** The sentences of `/persona`. */
export const personaTexts: typeof original = {
  current: (name) => `Hier bin ich **${name}**.`,
  own: 'Hier folge ich Anweisungen, die jemand in diesem Chat geschrieben hat.',
  noneNow: 'Hier habe ich keine Persona.',
  line: (name, description) => (description ? `- **${name}**: ${description}` : `- **${name}**`),
  currentLine: (name, description) =>
    description ? `- **${name}** (jetzt): ${description}` : `- **${name}** (jetzt)`,
  missing: (name) => `Hier wurde die Persona **${name}** ausgewählt, aber es gibt sie nicht mehr.`,
  noPersonas: 'Die Person, die mich betreibt, hat keine Personas geschrieben.',
  notAllShown: 'Es gibt noch mehr: Schreib `/persona` und den Namen.',
  menuLabel: 'Persona wählen',
  noneLabel: 'keine',
  writeLabel: 'Eigene schreiben',
  showLabel: 'Anweisungen zeigen',
  backLabel: 'Zurück',
  unknown: (typed) => `Es gibt keine Persona „${typed}“. \`/persona\` zeigt alle.`,
  picked: (person, name) => `${person} hat meine Persona geändert: Hier bin ich jetzt **${name}**.`,
  written: (person) => `${person} hat mir hier neue Anweisungen geschrieben.`,
  reset: (person) => `${person} hat meine Persona hier zurückgesetzt.`,
  resetTo: (person, name) =>
    `${person} hat meine Persona hier zurückgesetzt. Jetzt bin ich **${name}**, wie es der übergeordnete Bereich vorgibt.`,
  unchanged: 'Es hat sich nichts geändert: So ist es schon.',
  instructions: (text) => `Meine Anweisungen hier:\n\n${text}`,
  instructionsCut: (characters) =>
    `(Die Anweisungen haben ${plural(characters, CHARACTERS)}. Das ist ihr Anfang.)`,
  howToWrite:
    'Schreib `/persona write` und die Anweisungen, höchstens 4.000 Zeichen. `{date}`, `{time}`, `{user}`, `{channel}`, `{server}` und `{bot}` fülle ich aus.',
  tooLong: (characters) =>
    `Das ist zu lang: Es hat ${plural(characters, CHARACTERS)}, erlaubt sind höchstens 4.000.`,
  mayNotWrite:
    'Du kannst hier keine Anweisungen schreiben. `/persona` zeigt, was du wählen kannst.',
  formTitle: 'Anweisungen für mich',
  formLabel: 'Wer bin ich, und wie antworte ich hier?',
};
