/** The sentences of questions by command, and of places where the bot is no member. */
export const guestTexts = {
  /** Below an answer that had to end early. */
  timeIsUp: '(cut off: I can write here for 15 minutes only. Ask me to go on.)',
  /** The reply to a question without words. */
  whatToAsk: 'Please write a question: `/ask question: …`',
  /** The bot cannot read its own messages there. */
  ownMessage: 'This is my own message. To go on, ask me with `/ask`.',
  /** The title of an answer, which Telegram wants and does not show. */
  answerTitle: 'Answer',
};
