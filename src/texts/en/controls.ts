import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

/** The sentences of the buttons and commands that act on answers. */
export const controls = {
  stopLabel: 'Stop',
  regenerateLabel: 'Regenerate',
  continueLabel: 'Continue',
  regenerating: 'Regenerating…',
  continuing: 'Continuing…',
  /** By `ControlResult`. */
  controlRefused: {
    forbidden: 'Only the person who asked, a moderator here or one of my admins can do that.',
    busy: "I'm still working on this answer, or too many questions are waiting. Please try again later.",
    gone: "I can't find this answer. There is none yet, or it is too old. Please ask again.",
    forgotten:
      'I no longer know this question: it was deleted, or I was told to forget it. Please ask it again.',
    pointless: "There's nothing to do with this answer.",
  },
  forgotten:
    'Done. I forgot this question and my answer. Delete the messages too if nobody should see them.',
  /** By platform. */
  forgetHowTo: {
    discord:
      'Open the menu of a question or an answer (right-click it, or hold it), then **Apps**, **Forget**.',
    telegram:
      'Reply with `/forget` to the question or the answer that I should forget. `/reset` forgets the whole conversation.',
  } as Readonly<Record<string, string>>,
  undone:
    'Done. I took back the last question and my answer to it. The messages stay visible here.',
  undoneOwn:
    'Done. I took back your last question and my answer to it. What others asked stays. The messages stay visible here.',
  nothingToStop: "I'm not answering anything here.",
  nothingOwnToStop:
    "I'm not answering anything of yours here. What others asked can be stopped by them, by a moderator here or by one of my admins.",
  stoppedTurns: (count: number) =>
    count === 1
      ? 'Stopped.'
      : `Stopped, with ${plural(count - 1, { one: 'waiting question', other: 'waiting questions' })}.`,
  stoppedOwnTurns: (count: number) =>
    count === 1
      ? 'Stopped your question. What others asked goes on.'
      : `Stopped your ${count} questions. What others asked goes on.`,
  reset: 'Done. I forgot what was said here and start a new conversation.',
  resetExceptPins:
    'Done. I forgot what was said here and start a new conversation. What is pinned stays: `/pins` shows it.',
};
