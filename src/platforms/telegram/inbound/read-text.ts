import type { Message, MessageEntity } from 'grammy/types';

/** The bot itself, as `getMe` tells. */
export interface BotIdentity {
  readonly id: number;
  readonly username: string;
}

type MessageText = Partial<Pick<Message, 'text' | 'entities' | 'caption' | 'caption_entities'>>;

/**
 * The words of a message without the bot's own mention. Mentions of others stay: `@name` reads well, and people
 * without a user name are mentioned by their visible name.
 */
export function readText(
  message: MessageText,
  me: BotIdentity,
): { readonly text: string; readonly mentionsMe: boolean } {
  const text = message.text ?? message.caption ?? '';
  const told = message.text === undefined ? message.caption_entities : message.entities;
  const entities = told?.length ? told : namesIn(text);
  const mentions = entities.filter((entity) => isMentionOf(me, entity, text));
  // From the end: the offsets of the others stay right.
  const rest = mentions.toReversed().reduce(cutOut, text);
  return { text: rest.trim(), mentionsMe: mentions.length > 0 };
}

/** Telegram marks every mention; simpler servers hand on the bare text. */
function namesIn(text: string): readonly MessageEntity[] {
  return [...text.matchAll(/(?<!\w)@\w+/g)].map(({ 0: name, index: offset }) => {
    return { type: 'mention', offset, length: name.length };
  });
}

function isMentionOf(me: BotIdentity, entity: MessageEntity, text: string): boolean {
  if (entity.type === 'text_mention') return entity.user.id === me.id;
  if (entity.type !== 'mention') return false;
  const name = text.slice(entity.offset, entity.offset + entity.length);
  return name.toLowerCase() === `@${me.username.toLowerCase()}`;
}

/** Takes one of the two spaces around it along, and the comma after an address: "@bot, why?". */
function cutOut(text: string, { offset, length }: MessageEntity): string {
  const before = text.slice(0, offset);
  const after = text.slice(offset + length);
  if (before.trim() === '') return after.replace(/^[,:]?\s+/, '');
  return before + (/\s$/.test(before) ? after.replace(/^ /, '') : after);
}
