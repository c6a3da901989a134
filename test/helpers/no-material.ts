import type { AnswerWithModelParts } from '../../src/bot/answer/answer-with-model.ts';

/** The parts of an answer to questions that refer to nothing. */
export const noMaterial: Pick<AnswerWithModelParts, 'gather' | 'turns'> = {
  gather: async () => ({ material: { files: [], background: [] }, media: new Map() }),
  turns: { keepMaterial: async () => {} },
};
