import type { personaTexts as original } from '../en/personas.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('pt-BR');
const CHARACTERS = { one: 'caractere', many: 'de caracteres', other: 'caracteres' };

/** The sentences of `/persona`. */
export const personaTexts: typeof original = {
  current: (name) => `Aqui eu sou **${name}**.`,
  own: 'Aqui sigo instruções que alguém escreveu neste chat.',
  noneNow: 'Não tenho nenhuma persona aqui.',
  line: (name, description) => (description ? `- **${name}**: ${description}` : `- **${name}**`),
  currentLine: (name, description) =>
    description ? `- **${name}** (atual): ${description}` : `- **${name}** (atual)`,
  missing: (name) => `A persona **${name}** foi escolhida aqui, mas não existe mais.`,
  noPersonas: 'Quem me hospeda não escreveu nenhuma persona.',
  notAllShown: 'Há mais: digite `/persona` e o nome.',
  menuLabel: 'Escolha uma persona',
  noneLabel: 'nenhuma',
  writeLabel: 'Escrever instruções',
  showLabel: 'Mostrar instruções',
  backLabel: 'Voltar',
  unknown: (typed) => `Não existe nenhuma persona “${typed}”. \`/persona\` mostra todas.`,
  picked: (person, name) => `${person} escolheu uma persona para mim: aqui eu sou **${name}**.`,
  written: (person) => `${person} escreveu novas instruções para mim aqui.`,
  reset: (person) => `${person} removeu a minha persona daqui.`,
  resetTo: (person, name) =>
    `${person} removeu a minha persona daqui. Agora sou **${name}**, a persona do nível acima.`,
  unchanged: 'Nada mudou: já está assim.',
  instructions: (text) => `Minhas instruções aqui:\n\n${text}`,
  instructionsCut: (characters) =>
    `(As instruções têm ${plural(characters, CHARACTERS)}. Este é o começo delas.)`,
  howToWrite:
    'Digite `/persona write` e as instruções, com no máximo 4.000 caracteres. `{date}`, `{time}`, `{user}`, `{channel}`, `{server}` e `{bot}` são preenchidos automaticamente.',
  tooLong: (characters) =>
    `O texto é longo demais: tem ${plural(characters, CHARACTERS)}, e as instruções podem ter no máximo 4.000.`,
  mayNotWrite:
    'Você não pode escrever instruções aqui. `/persona` mostra o que você pode escolher.',
  formTitle: 'Instruções para mim',
  formLabel: 'Quem sou eu e como respondo aqui?',
};
