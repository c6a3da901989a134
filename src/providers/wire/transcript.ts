import type { PromptMessage } from '../../contracts/provider.ts';

const SPEAKERS = { user: 'User', assistant: 'Assistant' } as const;

/** Where the model would go on to write the question of somebody else. */
export const NEXT_USER_TURN = `\n${SPEAKERS.user}:`;

/** A conversation as one text, for models that only go on with what they are given: the next words are the answer. */
export function writeTranscript(messages: readonly PromptMessage[]): string {
  const said = messages.map(({ role, text }) => `${SPEAKERS[role]}: ${text}`);
  return [...said, `${SPEAKERS.assistant}:`].join('\n\n');
}
