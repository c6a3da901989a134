import type { UpdateEntity, UpdateMessage } from './read-update.ts';

/** The identity of the bot itself, from `getMe`. */
export interface BotIdentity {
  readonly id: number;
  readonly username: string;
}

type MessageText = Pick<UpdateMessage, 'text' | 'entities' | 'caption' | 'caption_entities'>;

/**
 * The words of a message without mentions of the bot. Mentions of other people stay: `@name` reads
 * well, and Telegram mentions people without a user name by their visible name.
 */
export function readText(
  message: MessageText,
  me: BotIdentity,
): { readonly text: string; readonly mentionsMe: boolean } {
  const text = message.text ?? message.caption ?? '';
  const marked = message.text === undefined ? message.caption_entities : message.entities;
  const entities = marked?.length ? marked : findMentions(text);
  const ownMentions = withoutOverlaps(
    entities.filter((entity) => isInside(entity, text) && isMentionOf(me, entity, text)),
  );

  // From the end to the start, so that the offsets of the remaining mentions stay right.
  const withoutMentions = ownMentions.toReversed().reduce(cutOut, text);
  return { text: withoutMentions.trim(), mentionsMe: ownMentions.length > 0 };
}

function isInside({ offset, length }: UpdateEntity, text: string): boolean {
  return offset >= 0 && length > 0 && offset + length <= text.length;
}

/** In the order of the text. A mention that is marked twice must not be cut out twice. */
function withoutOverlaps(entities: readonly UpdateEntity[]): readonly UpdateEntity[] {
  let end = 0;
  return entities
    .toSorted((a, b) => a.offset - b.offset)
    .filter(({ offset, length }) => {
      const isApart = offset >= end;
      if (isApart) end = offset + length;
      return isApart;
    });
}

/** Telegram marks every mention. Simpler servers pass on the bare text. */
function findMentions(text: string): readonly UpdateEntity[] {
  return [...text.matchAll(/(?<!\w)@\w+/g)].map(({ 0: mention, index }) => ({
    type: 'mention',
    offset: index,
    length: mention.length,
  }));
}

function isMentionOf(me: BotIdentity, entity: UpdateEntity, text: string): boolean {
  if (entity.type === 'text_mention') return entity.user?.id === me.id;
  if (entity.type !== 'mention') return false;

  const mention = text.slice(entity.offset, entity.offset + entity.length);
  return mention.toLowerCase() === `@${me.username.toLowerCase()}`;
}

/**
 * Also cuts one of the two spaces around the mention, and the comma after a mention at the start:
 * "@bot, why?".
 */
function cutOut(text: string, { offset, length }: UpdateEntity): string {
  const before = text.slice(0, offset);
  const after = text.slice(offset + length);

  if (before.trim() === '') return after.replace(/^[,:]?\s+/, '');
  return before + (/\s$/.test(before) ? after.replace(/^ /, '') : after);
}
