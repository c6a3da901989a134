import type { personaTexts as original } from '../en/personas.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('es');
const CHARACTERS = { one: 'carácter', many: 'de caracteres', other: 'caracteres' };

/** The sentences of `/persona`. */
export const personaTexts: typeof original = {
  current: (name: string) => `Aquí soy **${name}**.`,
  own: 'Aquí sigo instrucciones que alguien escribió en este chat.',
  noneNow: 'Aquí no tengo ningún personaje.',
  line: (name: string, description: string) =>
    description ? `- **${name}**: ${description}` : `- **${name}**`,
  currentLine: (name: string, description: string) =>
    description ? `- **${name}** (actual): ${description}` : `- **${name}** (actual)`,
  missing: (name: string) => `Aquí se eligió el personaje **${name}**, pero ya no existe.`,
  noPersonas: 'La persona que se encarga de mí no ha escrito ningún personaje.',
  notAllShown: 'Hay más: escribe `/persona` y el nombre.',
  menuLabel: 'Elegir un personaje',
  noneLabel: 'ninguno',
  writeLabel: 'Escribir uno propio',
  showLabel: 'Ver las instrucciones',
  backLabel: 'Volver',
  unknown: (typed: string) => `No hay ningún personaje «${typed}». \`/persona\` los muestra todos.`,
  picked: (person: string, name: string) =>
    `${person} cambió mi personaje: ahora aquí soy **${name}**.`,
  written: (person: string) => `${person} me dio instrucciones nuevas aquí.`,
  reset: (person: string) => `${person} quitó el personaje que yo tenía aquí.`,
  resetTo: (person: string, name: string) =>
    `${person} quitó el personaje que yo tenía aquí. Ahora soy **${name}**, como en el nivel superior.`,
  unchanged: 'No cambió nada: ya estaba así.',
  instructions: (text: string) => `Mis instrucciones aquí:\n\n${text}`,
  instructionsCut: (characters: number) =>
    `(Las instrucciones tienen ${plural(characters, CHARACTERS)}. Este es el principio.)`,
  howToWrite:
    'Escribe `/persona write` y las instrucciones, de 4000 caracteres como máximo. `{date}`, `{time}`, `{user}`, `{channel}`, `{server}` y `{bot}` se sustituyen por sus valores.',
  tooLong: (characters: number) =>
    `Es demasiado largo: tiene ${plural(characters, CHARACTERS)}, y las instrucciones admiten 4000 como máximo.`,
  mayNotWrite:
    'No tienes permiso para escribir instrucciones aquí. `/persona` muestra lo que puedes elegir.',
  formTitle: 'Mis instrucciones',
  formLabel: '¿Quién soy y cómo respondo aquí?',
};
