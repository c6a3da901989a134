import type { missedTexts as original } from '../en/missed.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('pt-BR');

/** The sentences about questions that came while the bot was away. */
export const missedTexts: typeof original = {
  offer: (count) =>
    `Enquanto eu estava fora, ${count === 1 ? 'chegou' : 'chegaram'} aqui ${plural(count, { one: 'pergunta', many: 'de perguntas', other: 'perguntas' })}. Respondo agora?`,
  answerLabel: 'Responder',
  skipLabel: 'Pular',
  answering: (count) =>
    count === 0
      ? 'Essas perguntas já estão resolvidas.'
      : `Vou responder agora ${plural(count, { one: 'pergunta', many: 'de perguntas', other: 'perguntas' })}.`,
  skipped: 'Tudo bem, pulei. Pergunte de novo quando quiser.',
  notYours: 'Só quem perguntou e a moderação podem decidir isso.',
  over: 'Essas perguntas já estão resolvidas.',
  unreadable: 'Não consigo ler essas perguntas agora. Talvez tenham sido apagadas.',
};
