import type { PromptMessage } from '../../contracts/provider.ts';

/** Joins neighbours of one role: some services refuse two messages of the same role in a row. */
export function mergeMessages(messages: readonly PromptMessage[]): readonly PromptMessage[] {
  const merged: PromptMessage[] = [];
  for (const message of messages) {
    const previous = merged.at(-1);
    if (previous?.role === message.role) merged[merged.length - 1] = join(previous, message);
    else merged.push(message);
  }
  return merged;
}

function join(first: PromptMessage, second: PromptMessage): PromptMessage {
  const images = [...(first.images ?? []), ...(second.images ?? [])];
  const audio = [...(first.audio ?? []), ...(second.audio ?? [])];
  return {
    role: first.role,
    text: [first.text, second.text].filter(Boolean).join('\n\n'),
    ...(images.length > 0 ? { images } : {}),
    ...(audio.length > 0 ? { audio } : {}),
  };
}
