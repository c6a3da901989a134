import type { missedTexts as original } from '../en/missed.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('pt-BR');

/** The sentences about questions that came while the bot was away. */
export const missedTexts: typeof original = {
  offer: (count) =>
    `Fiquei fora do ar e perdi ${plural(count, { one: 'pergunta', many: 'de perguntas', other: 'perguntas' })} aqui. Quer que eu responda agora?`,
  answerLabel: 'Responder',
  skipLabel: 'Pular',
  answering: (count) =>
    count === 0
      ? 'Não há mais nada a responder aqui.'
      : `Vou responder agora a ${plural(count, { one: 'pergunta', many: 'de perguntas', other: 'perguntas' })}.`,
  skipped: 'Tudo bem, pulei. Pergunte de novo quando quiser.',
  notYours: 'Só quem perguntou ou a moderação daqui pode decidir isso.',
  over: 'Isso já foi decidido ou faz tempo demais. Se ainda quiser uma resposta, pergunte de novo.',
  unreadable:
    'Não consigo ler agora o que foi perguntado. Talvez tenha sido apagado; se não, tente de novo mais tarde.',
};
