import type { Chat } from '../chat.ts';
import { completeEntities } from '../text/format-text.ts';
import type { Entity, FormattedText, User } from '../wire.ts';
import type { World } from '../world.ts';
import { readTypedMarks } from './read-typed-marks.ts';

const MAX_MESSAGE_LENGTH = 4096;
const MENTION = /(?<![\w@./])@([\p{L}\p{N}_]+)/gu;

/**
 * Formats a typed text as clients do. `@name` of a member becomes the member's username, or a
 * text_mention of a member without one. Telegram finds all other entities by itself. Marks such as
 * those of code stay as typed, unless `hasMarks`.
 */
export function formatTypedText(
  world: World,
  chat: Chat,
  typed: string,
  hasMarks = false,
): FormattedText {
  const trimmed = typed.trim();
  const marked = hasMarks ? readTypedMarks(trimmed) : { text: trimmed, entities: [] };
  const source = marked.text;
  const mentions: Entity[] = [];
  /** The places after which the text got longer or shorter. */
  const shifts: { readonly after: number; readonly by: number }[] = [];
  let text = '';
  let copiedUpTo = 0;

  for (const match of source.matchAll(MENTION)) {
    const user = findMember(world, chat, match[1] ?? '');
    if (!user || isInCode(marked.entities, match.index)) continue;

    text += source.slice(copiedUpTo, match.index);
    copiedUpTo = match.index + match[0].length;
    const mention = user.username === undefined ? user.first_name : `@${user.username}`;
    if (user.username === undefined) {
      mentions.push({ type: 'text_mention', offset: text.length, length: mention.length, user });
    }
    text += mention;
    shifts.push({ after: match.index, by: mention.length - match[0].length });
  }

  const shiftedFrom = (offset: number) =>
    shifts.reduce((sum, { after, by }) => (after < offset ? sum + by : sum), offset);
  const marks = marked.entities.map((entity) => {
    const offset = shiftedFrom(entity.offset);
    return { ...entity, offset, length: shiftedFrom(entity.offset + entity.length) - offset };
  });
  return completeEntities(text + source.slice(copiedUpTo), [...marks, ...mentions]);
}

function isInCode(entities: readonly Entity[], index: number): boolean {
  return entities.some(
    ({ type, offset, length }) =>
      (type === 'code' || type === 'pre') && offset <= index && index < offset + length,
  );
}

/** Splits a formatted text that is too long for one message, as clients do. */
export function splitFormattedText({ text, entities }: FormattedText): readonly FormattedText[] {
  let start = 0;
  return splitTypedText(text).map((piece) => {
    const end = start + piece.length;
    const clipped = entities.flatMap((entity) => {
      const from = Math.max(entity.offset, start);
      const to = Math.min(entity.offset + entity.length, end);
      return from < to ? [{ ...entity, offset: from - start, length: to - from }] : [];
    });
    start = end;
    return { text: piece, entities: clipped };
  });
}

/**
 * Finds a member by the name that people see. A name that is a username is left for Telegram to
 * find.
 */
function findMember(world: World, chat: Chat, name: string): User | undefined {
  const lowerCaseName = name.toLowerCase();
  const users = [...world.users.values()];
  if (users.some(({ username }) => username?.toLowerCase() === lowerCaseName)) return undefined;
  return users.find(
    (user) => user.first_name.toLowerCase() === lowerCaseName && world.isMember(chat, user.id),
  );
}

/**
 * Splits a text that is too long for one message, as clients do. No piece ends inside a surrogate
 * pair.
 */
export function splitTypedText(text: string): readonly string[] {
  const pieces: string[] = [];
  let rest = text;

  while (rest !== '') {
    const lastUnit = rest.charCodeAt(MAX_MESSAGE_LENGTH - 1);
    const isHighSurrogate = lastUnit >= 0xd800 && lastUnit < 0xdc00;
    const cutsPair = rest.length > MAX_MESSAGE_LENGTH && isHighSurrogate;
    const length = cutsPair ? MAX_MESSAGE_LENGTH - 1 : MAX_MESSAGE_LENGTH;
    pieces.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return pieces;
}
