import type { Chat } from '../chat.ts';
import { completeEntities } from '../text/format-text.ts';
import type { Entity, FormattedText } from '../wire.ts';
import type { World } from '../world.ts';

const LONGEST_MESSAGE = 4096;

/**
 * What a client makes of typed text: `@name` of a member becomes the username, or a text_mention of who has none;
 * everything else Telegram finds by itself. Code marks are left as typed.
 */
export function formatTypedText(world: World, chat: Chat, typed: string): FormattedText {
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  for (const match of typed.trim().matchAll(/(?<![\w@./])@([\p{L}\p{N}_]+)/gu)) {
    const user = namedIn(world, chat, match[1] ?? '');
    if (!user) continue;
    text += typed.trim().slice(at, match.index);
    at = match.index + match[0].length;
    const mention = user.username === undefined ? user.first_name : `@${user.username}`;
    if (user.username === undefined) {
      entities.push({ type: 'text_mention', offset: text.length, length: mention.length, user });
    }
    text += mention;
  }
  return completeEntities(text + typed.trim().slice(at), entities);
}

/** By the name that people see. A username needs no help. */
function namedIn(world: World, chat: Chat, name: string) {
  const wanted = name.toLowerCase();
  const users = [...world.users.values()];
  if (users.some((user) => user.username?.toLowerCase() === wanted)) return undefined;
  return users.find(
    (user) => user.first_name.toLowerCase() === wanted && world.isMember(chat, user.id),
  );
}

/** Clients send what is too long for one message as several. */
export function splitTypedText(text: string): readonly string[] {
  const pieces: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const lastUnit = rest.charCodeAt(LONGEST_MESSAGE - 1);
    const isPairCut = rest.length > LONGEST_MESSAGE && lastUnit >= 0xd800 && lastUnit < 0xdc00;
    const cut = isPairCut ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return pieces;
}
