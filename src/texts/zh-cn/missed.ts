import type { missedTexts as original } from '../en/missed.ts';

/** The sentences about questions that came while the bot was away. */
export const missedTexts: typeof original = {
  offer: (count) => `我不在的时候，这里有 ${count} 个问题。现在回答吗？`,
  answerLabel: '回答',
  skipLabel: '跳过',
  answering: (count) => (count === 0 ? '这些问题已经处理过了。' : `我现在回答 ${count} 个问题。`),
  skipped: '已跳过。随时可以再问我。',
  notYours: '只有提问的人和管理员可以决定。',
  over: '这些问题已经处理过了。',
  unreadable: '我现在读不到这些问题，可能已经被删除了。',
};
