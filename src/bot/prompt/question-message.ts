import type { PromptMessage } from '../../contracts/provider.ts';
import type { Turn } from '../../contracts/turns.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { PromptMedia } from '../material/prompt-media.ts';
import { createFileMentions } from './file-mentions.ts';
import { questionText } from './question-text.ts';

/** A question as a message of the prompt. Pictures and recordings that are not in `media` are told in words. */
export function questionMessage(turn: Turn, media: PromptMedia = new Map()): PromptMessage {
  const files = createFileMentions(turn.material?.files ?? [], media);
  const text = questionText(turn, files);
  const { images, audio } = files;
  return omitUndefined({
    role: 'user' as const,
    text,
    images: images.length > 0 ? images : undefined,
    audio: audio.length > 0 ? audio : undefined,
  });
}
