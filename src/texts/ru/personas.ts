import type { personaTexts as original } from '../en/personas.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('ru');
const CHARACTERS = { one: 'символ', few: 'символа', many: 'символов', other: 'символа' };

/** The sentences of `/persona`. */
export const personaTexts: typeof original = {
  current: (name) => `Здесь я **${name}**.`,
  own: 'Здесь я следую инструкциям, которые написаны в этом чате.',
  noneNow: 'Персонаж здесь не выбран.',
  line: (name, description) => (description ? `- **${name}**: ${description}` : `- **${name}**`),
  currentLine: (name, description) =>
    description ? `- **${name}** (сейчас): ${description}` : `- **${name}** (сейчас)`,
  missing: (name) => `Здесь выбран персонаж **${name}**, но его больше нет.`,
  noPersonas: 'Готовых персонажей нет: владелец бота их не добавил.',
  notAllShown: 'Есть и другие: напишите `/persona` и имя.',
  menuLabel: 'Выбрать персонажа',
  noneLabel: 'без персонажа',
  writeLabel: 'Написать свои инструкции',
  showLabel: 'Показать инструкции',
  backLabel: 'Назад',
  unknown: (typed) => `Персонажа «${typed}» нет. \`/persona\` покажет, какие есть.`,
  picked: (person, name) => `${person} выбирает мне персонажа: теперь здесь я **${name}**.`,
  written: (person) => `${person} даёт мне здесь новые инструкции.`,
  reset: (person) => `${person} убирает персонажа, который был у меня здесь.`,
  resetTo: (person, name) =>
    `${person} убирает персонажа, который был у меня здесь. Теперь я **${name}**, как задано уровнем выше.`,
  unchanged: 'Ничего не изменилось: так уже и есть.',
  instructions: (text) => `Мои инструкции здесь:\n\n${text}`,
  instructionsCut: (characters) =>
    `(Это начало инструкций. Всего в них ${plural(characters, CHARACTERS)}.)`,
  howToWrite:
    'Напишите `/persona write` и инструкции, не больше 4000 символов. Вместо `{date}`, `{time}`, `{user}`, `{channel}`, `{server}` и `{bot}` я подставлю нужное.',
  tooLong: (characters) =>
    `Слишком длинно: ${plural(characters, CHARACTERS)}, а в инструкциях может быть не больше 4000.`,
  mayNotWrite: 'Писать инструкции вы здесь не можете. `/persona` покажет, из чего можно выбрать.',
  formTitle: 'Инструкции для меня',
  formLabel: 'Кто я и как мне здесь отвечать?',
};
