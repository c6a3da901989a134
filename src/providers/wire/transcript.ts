import type { PromptMessage } from '../../contracts/provider.ts';

const SPEAKERS = { user: 'User', assistant: 'Assistant' } as const;

/** The text with which a model begins to write the user's next message instead of stopping. */
export const NEXT_USER_TURN = `\n${SPEAKERS.user}:`;

/**
 * Writes a conversation as one text for models that continue a text: their next words are the
 * answer.
 */
export function writeTranscript(messages: readonly PromptMessage[]): string {
  const turns = messages.map(({ role, text }) => `${SPEAKERS[role]}: ${text}`);
  return [...turns, `${SPEAKERS.assistant}:`].join('\n\n');
}
