import type { guestTexts as original } from '../en/guest.ts';

/** The sentences of questions by command, and of places where the bot is no member. */
export const guestTexts: typeof original = {
  timeIsUp:
    '(abgeschnitten: Ich kann hier nur 15 Minuten lang schreiben. Sag mir, dass ich weitermachen soll.)',
  whatToAsk: 'Bitte schreib eine Frage: `/ask question: …`',
  ownMessage: 'Das ist meine eigene Nachricht. Um weiterzumachen, frag mich mit `/ask`.',
  answerTitle: 'Antwort',
};
