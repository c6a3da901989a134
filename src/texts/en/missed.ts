import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

/** The sentences about questions that came while the bot was away. */
export const missedTexts = {
  offer: (count: number) =>
    `I was away and missed ${plural(count, { one: 'question', other: 'questions' })} here. Shall I answer now?`,
  answerLabel: 'Answer',
  skipLabel: 'Skip',
  answering: (count: number) =>
    count === 0
      ? "There's nothing left to answer here."
      : `I'm answering ${plural(count, { one: 'question', other: 'questions' })} now.`,
  skipped: 'Skipped. Ask me again whenever you like.',
  /** For a press by somebody who asked none of them. */
  notYours: 'Only the people who asked or a moderator here can decide that.',
  /** The offer was decided, or is too old. */
  over: 'This is decided already, or it is too long ago. Ask me again if you still want an answer.',
  /** None of them can be read again, now or for ever. */
  unreadable:
    "I can't find what was asked. Perhaps it was deleted; if not, please try again later.",
};
