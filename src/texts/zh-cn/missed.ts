import type { missedTexts as original } from '../en/missed.ts';

/** The sentences about questions that came while the bot was away. */
export const missedTexts: typeof original = {
  offer: (count) => `我刚才不在，错过了这里的 ${count} 个问题。现在要我回答吗？`,
  answerLabel: '回答',
  skipLabel: '跳过',
  answering: (count) =>
    count === 0 ? '这里没有需要回答的问题了。' : `我现在回答 ${count} 个问题。`,
  skipped: '已跳过。随时可以再问我。',
  notYours: '只有提问者或这里的版主可以决定。',
  over: '这已经有了决定，或者过去太久了。如果还需要回答，请再问我一次。',
  unreadable: '我现在读不到当时的问题，可能已经被删除了；如果没有，请稍后再试。',
};
