import type { ModelInfo, PromptMessage } from '../contracts/provider.ts';

const UNSEEN_IMAGES = '[pictures are here, which you cannot see]';
const UNHEARD_SOUND = '[recordings are here, which you cannot hear]';

/** Writes a message for a model that cannot see: a line of text replaces its images. */
export function describeImages({ images = [], ...message }: PromptMessage): PromptMessage {
  return images.length > 0 ? withLine(message, UNSEEN_IMAGES) : message;
}

/** Writes a message for this model: lines of text replace what it cannot see or hear. */
export function describeMedia(
  message: PromptMessage,
  { images, audio }: Pick<ModelInfo, 'images' | 'audio'>,
): PromptMessage {
  const seen = images === false ? describeImages(message) : message;
  // Few models hear, so a model without a description counts as one that does not.
  return audio === true ? seen : describeAudio(seen);
}

/** Writes a message for a model that cannot hear: a line of text replaces its recordings. */
export function describeAudio({ audio = [], ...message }: PromptMessage): PromptMessage {
  return audio.length > 0 ? withLine(message, UNHEARD_SOUND) : message;
}

function withLine(message: PromptMessage, line: string): PromptMessage {
  return { ...message, text: [message.text, line].filter(Boolean).join('\n') };
}
