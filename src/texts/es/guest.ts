import type { guestTexts as original } from '../en/guest.ts';

/** The sentences of questions by command, and of places where the bot is no member. */
export const guestTexts: typeof original = {
  timeIsUp: '(respuesta cortada: aquí solo puedo escribir durante 15 minutos. Pídeme que siga.)',
  whatToAsk: 'Escribe una pregunta: `/ask question: …`',
  ownMessage: 'Este mensaje es mío. Para seguir, pregúntame con `/ask`.',
  answerTitle: 'Respuesta',
};
