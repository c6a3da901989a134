import { badRequest, forbidden } from '../api-error.ts';
import { ADMIN_RIGHTS, botMemberToWire } from '../bot-member-to-wire.ts';
import { type Chat, chatToWire } from '../chat.ts';
import { readInteger } from '../params.ts';
import type { WireObject } from '../wire.ts';
import type { World } from '../world.ts';
import { findCallChat, type Method } from './method.ts';

const MAX_REACTIONS = 11;

/** The details of a chat. */
export const getChat: Method = (call) => {
  const chat = findCallChat(call);
  refuseUnlessMember(chat);
  return {
    ...chatToWire(chat),
    accent_color_id: 3,
    max_reaction_count: MAX_REACTIONS,
    ...listAvailableReactions(chat),
    ...(chat.linkedChatId === undefined ? {} : { linked_chat_id: chat.linkedChatId }),
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
  };
};

/** The reactions that a chat allows; no field where it allows all. */
function listAvailableReactions({ allowedReactions }: Chat): WireObject {
  if (!allowedReactions) return {};
  return { available_reactions: allowedReactions.map((emoji) => ({ type: 'emoji', emoji })) };
}

/** The membership of one user. */
export const getChatMember: Method = (call) => {
  const chat = findCallChat(call);
  refuseUnlessMember(chat);
  const id = readInteger(call.params, 'user_id');
  if (id === undefined || !call.world.findUser(id)) throw badRequest('user not found');
  return memberToWire(call.world, chat, id);
};

/** The owner of a group, its other admins, and the bot if it is an admin. */
export const getChatAdministrators: Method = (call) => {
  const chat = findCallChat(call);
  refuseUnlessMember(chat);
  if (chat.type === 'private') throw badRequest('there are no administrators in the private chat');
  const botIds = chat.botStatus === 'administrator' ? [call.world.bot.id] : [];
  return [chat.owner.id, ...chat.adminIds, ...botIds].map((id) =>
    memberToWire(call.world, chat, id),
  );
};

/** The bot leaves a group. */
export const leaveChat: Method = (call) => {
  const { world } = call;
  const chat = findCallChat(call);
  refuseUnlessMember(chat);
  if (chat.type === 'private')
    throw badRequest("chat member status can't be changed in private chats");
  world.setBotStatus(chat, 'left', world.bot);
  return true;
};

/** Unlike `refuseUnlessWritable`, this lets the bot read a private chat in which it is blocked. */
function refuseUnlessMember(chat: Chat): void {
  const name = chat.type === 'group' ? 'group chat' : 'supergroup chat';
  if (chat.type !== 'private' && chat.botStatus === 'kicked')
    throw forbidden(`bot was kicked from the ${name}`);
  if (chat.botStatus === 'left') throw forbidden(`bot is not a member of the ${name}`);
}

function memberToWire(world: World, chat: Chat, id: number): WireObject {
  const user = world.findUser(id);
  if (id === world.bot.id) return botMemberToWire(world.bot, chat);
  if (chat.adminIds.has(id)) return { user, status: 'administrator', ...ADMIN_RIGHTS };

  if (!chat.members.has(id)) return { user, status: 'left' };
  return chat.type !== 'private' && id === chat.owner.id
    ? { user, status: 'creator', is_anonymous: false }
    : { user, status: 'member' };
}
