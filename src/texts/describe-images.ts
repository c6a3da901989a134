import type { PromptMessage } from '../contracts/provider.ts';

const UNSEEN_IMAGE = '[image, which this model cannot see]';

/** Writes a message for a model that cannot see: a line of text replaces each image. */
export function describeImages({ images = [], ...message }: PromptMessage): PromptMessage {
  const lines = [message.text, ...images.map(() => UNSEEN_IMAGE)];
  return { ...message, text: lines.filter(Boolean).join('\n') };
}
