import type { PromptMessage } from '../contracts/provider.ts';

const UNHEARD_AUDIO = '[recording, which this model cannot hear]';

/** Writes a message for a model that cannot hear: a line of text replaces each recording. */
export function describeAudio({ audio = [], ...message }: PromptMessage): PromptMessage {
  const lines = [message.text, ...audio.map(() => UNHEARD_AUDIO)];
  return { ...message, text: lines.filter(Boolean).join('\n') };
}
