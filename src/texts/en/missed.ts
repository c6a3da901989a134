import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

/** The sentences about questions that came while the bot was away. */
export const missedTexts = {
  offer: (count: number) =>
    `While I was away, ${plural(count, { one: 'question came', other: 'questions came' })} here. Shall I answer now?`,
  answerLabel: 'Answer',
  skipLabel: 'Skip',
  answering: (count: number) =>
    count === 0
      ? 'These questions are settled already.'
      : `I am answering ${plural(count, { one: 'question', other: 'questions' })} now.`,
  skipped: 'Skipped. Ask me again whenever you like.',
  /** For a press by somebody who asked none of them. */
  notYours: 'Only those who asked, and moderators, can decide this.',
  /** The offer was decided, or is too old. */
  over: 'These questions are settled already.',
  /** None of them can be read again, now or for ever. */
  unreadable: 'I cannot read these questions at the moment. They may have been deleted.',
};
