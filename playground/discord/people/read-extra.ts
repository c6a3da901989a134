import { findSticker } from '../../built-in-stickers.ts';
import type { SaidExtra } from '../../said-message.ts';
import type { NewMessage } from '../messages.ts';
import type { World } from '../world.ts';

const DAY_MS = 86_400_000;
const MAX_ANSWERS = 10;

/** Reads the poll or the sticker of a message. Throws the sentence that the page shows. */
export function readExtra(
  world: World,
  extra: SaidExtra | undefined,
): Pick<NewMessage, 'poll' | 'stickers'> {
  if (extra === undefined) return {};
  if (extra.kind === 'sticker') return { stickers: [findSticker(extra.name).name] };
  if (extra.kind !== 'poll') throw new Error(`Discord has no ${extra.kind}`);

  const { question, options, isMultiple = false } = extra;
  const answers = options.filter((option) => option.trim() !== '');
  if (question.trim() === '' || answers.length === 0 || answers.length > MAX_ANSWERS)
    throw new Error(`A poll needs a question and 1 to ${MAX_ANSWERS} answers`);
  return {
    poll: {
      question: { text: question },
      answers: answers.map((text, index) => ({ answer_id: index + 1, poll_media: { text } })),
      expiry: new Date(world.clock.now() + DAY_MS).toISOString(),
      allow_multiselect: isMultiple,
      layout_type: 1,
      results: { is_finalized: false, answer_counts: [] },
    },
  };
}
