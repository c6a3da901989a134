import type { PromptMessage } from '../../../contracts/provider.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';

/** Joins neighbouring messages of the same role into one. */
export function alternateRoles(messages: readonly PromptMessage[]): readonly PromptMessage[] {
  const alternating: PromptMessage[] = [];

  for (const message of messages) {
    const last = alternating.at(-1);

    if (last?.role === message.role) alternating.splice(-1, 1, joinMessages(last, message));
    else alternating.push(message);
  }

  return alternating;
}

function joinMessages(first: PromptMessage, second: PromptMessage): PromptMessage {
  const images = [...(first.images ?? []), ...(second.images ?? [])];

  return omitUndefined({
    role: first.role,
    text: `${first.text}\n\n${second.text}`,
    images: images.length > 0 ? images : undefined,
  });
}
