import type { guestTexts as original } from '../en/guest.ts';

/** The sentences of questions by command, and of places where the bot is no member. */
export const guestTexts: typeof original = {
  timeIsUp: '(cortada: aqui só posso escrever por 15 minutos. Peça para eu continuar.)',
  whatToAsk: 'Escreva uma pergunta: `/ask question: …`',
  ownMessage: 'Esta mensagem é minha. Para continuar, pergunte com `/ask`.',
  answerTitle: 'Resposta',
};
