import { randomInt } from 'node:crypto';
import { findSticker, readStickerPicture } from '../../built-in-stickers.ts';
import type { SaidExtra } from '../../said-message.ts';
import { chatToWire } from '../chat.ts';
import type { User, WireObject } from '../wire.ts';
import type { NewMessage, World } from '../world.ts';

const MIN_POLL_OPTIONS = 2;
const MAX_POLL_OPTIONS = 12;
const DEFAULT_DICE = '🎲';
/** The greatest value of each dice; that of all others is 6. */
const DICE_VALUES: Readonly<Record<string, number>> = { '🏀': 5, '⚽': 5, '🎰': 64 };

/**
 * Reads what a person sends besides text and files. Throws the sentence that the page shows.
 */
export function readExtra(world: World, author: User, extra: SaidExtra): Partial<NewMessage> {
  if (extra.kind === 'sticker') {
    const sticker = findSticker(extra.name);
    const bytes = readStickerPicture(sticker, 'webp');
    const file = { name: 'sticker.webp', mime: 'image/webp', bytes, emoji: sticker.emoji };
    return { attachment: world.files.attach('sticker', file) };
  }
  return { content: extraToWire(world, author, extra), card: extra };
}

function extraToWire(
  world: World,
  author: User,
  extra: Exclude<SaidExtra, { kind: 'sticker' }>,
): WireObject {
  switch (extra.kind) {
    case 'poll':
      return { poll: pollToWire(extra) };
    case 'location':
      return locationToWire(extra);
    case 'contact':
      return { contact: { phone_number: extra.phone, first_name: extra.name } };
    case 'dice': {
      const { emoji = DEFAULT_DICE } = extra;
      const value = extra.value ?? randomInt(1, (DICE_VALUES[emoji] ?? 6) + 1);
      return { dice: { emoji, value } };
    }
    case 'checklist':
      return {
        checklist: {
          title: extra.title,
          tasks: extra.tasks.map((text, index) => ({ id: index + 1, text })),
        },
      };
    case 'story': {
      const chat = world.chats.get(author.id);
      return { story: { chat: chat ? chatToWire(chat) : { id: author.id }, id: 1 } };
    }
  }
}

function pollToWire({ question, options, isMultiple = false }: SaidExtra & { kind: 'poll' }) {
  const answers = options.filter((option) => option.trim() !== '');
  const isCountAllowed = answers.length >= MIN_POLL_OPTIONS && answers.length <= MAX_POLL_OPTIONS;
  if (question.trim() === '' || !isCountAllowed)
    throw new Error(
      `A poll needs a question and ${MIN_POLL_OPTIONS} to ${MAX_POLL_OPTIONS} answers`,
    );
  return {
    id: `${randomInt(1e12, 1e13)}`,
    question,
    options: answers.map((text, index) => ({ persistent_id: `${index}`, text, voter_count: 0 })),
    total_voter_count: 0,
    is_closed: false,
    is_anonymous: true,
    type: 'regular',
    allows_multiple_answers: isMultiple,
    allows_revoting: true,
    members_only: false,
  };
}

/** A venue carries its location twice, for old clients. */
function locationToWire(extra: SaidExtra & { kind: 'location' }): WireObject {
  const { latitude, longitude, title, address = '' } = extra;
  const location = { latitude, longitude };
  return title === undefined ? { location } : { location, venue: { location, title, address } };
}
