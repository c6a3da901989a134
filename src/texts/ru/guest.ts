import type { guestTexts as original } from '../en/guest.ts';

/** The sentences of questions by command, and of places where the bot is no member. */
export const guestTexts: typeof original = {
  timeIsUp: '(оборвано: здесь я могу писать только 15 минут. Попросите меня продолжить.)',
  whatToAsk: 'Напишите вопрос: `/ask question: …`',
  ownMessage: 'Это моё собственное сообщение. Чтобы продолжить, спросите меня через `/ask`.',
  answerTitle: 'Ответ',
};
