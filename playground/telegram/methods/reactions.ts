import { badRequest } from '../api-error.ts';
import { refuseUnlessWritable } from '../chat.ts';
import { isObject, readList, readMessageId } from '../params.ts';
import { findCallChat, type Method } from './method.ts';

const EMOJI =
  '👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡';

/**
 * The emoji that can be a reaction, in the exact spelling of the Bot API: without variation
 * selectors.
 */
export const REACTIONS: ReadonlySet<string> = new Set(EMOJI.split(' '));

/** Replaces the bot's reaction. The bot gets no update about it, and may have one on a message. */
export const setMessageReaction: Method = (call) => {
  const { world, params } = call;
  const chat = findCallChat(call);
  refuseUnlessWritable(chat);
  const message = chat.messages.get(readMessageId(params));
  if (!message) throw badRequest('message to react not found');

  const reactions = readList(params, 'reaction', 'ReactionType') ?? [];
  if (reactions.length > 1) throw badRequest('REACTIONS_TOO_MANY');
  const emojis = reactions.map((reaction) => {
    const emoji = isObject(reaction) && reaction.type === 'emoji' ? String(reaction.emoji) : '';
    const isAllowed = chat.allowedReactions?.includes(emoji) ?? true;
    if (!REACTIONS.has(emoji) || !isAllowed) throw badRequest('REACTION_INVALID');
    return emoji;
  });

  world.setReactions(chat, message, world.bot, emojis);
  return true;
};
