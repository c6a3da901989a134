import type { PromptMessage } from '../../../contracts/provider.ts';

/** The same words, with neighbours of one role made one message. */
export function alternateRoles(messages: readonly PromptMessage[]): readonly PromptMessage[] {
  const merged: PromptMessage[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    if (last?.role === message.role) merged.splice(-1, 1, join(last, message));
    else merged.push(message);
  }
  return merged;
}

function join(first: PromptMessage, second: PromptMessage): PromptMessage {
  const images = [...(first.images ?? []), ...(second.images ?? [])];
  return {
    role: first.role,
    text: `${first.text}\n\n${second.text}`,
    ...(images.length > 0 && { images }),
  };
}
