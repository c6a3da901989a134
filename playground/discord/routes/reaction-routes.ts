import { ApiError } from '../api-error.ts';
import { noContent, type Route } from '../http/route.ts';
import { findVisibleMessage } from '../messages.ts';
import { requirePermissions } from '../permissions.ts';
import { isEmoji, setReaction } from '../reactions.ts';
import { findPathChannel } from './find-path-channel.ts';
import { readPathId } from './read-ids.ts';

const PATH = '/channels/:channel/messages/:message/reactions/:emoji/@me';

/** The routes that add and remove the bot's own reactions. The local Discord has no others. */
export const reactionRoutes: readonly Route[] = (['PUT', 'DELETE'] as const).map((method) => ({
  method,
  path: PATH,
  rateName: 'reaction',
  handle({ world }, call) {
    const channel = findPathChannel(world, call);
    const message = findVisibleMessage(channel, readPathId(call, 'message'));
    requirePermissions(world, channel, world.botId, 'readMessageHistory');
    const emoji = call.param('emoji');
    if (!isEmoji(emoji)) throw ApiError.unknownEmoji();
    if (channel.thread?.archived) throw ApiError.threadArchived();

    // Joining a reaction that others began, and taking an own one back, need no permission.
    const isNew = method === 'PUT' && !message.reactions.has(emoji);
    if (isNew) requirePermissions(world, channel, world.botId, 'addReactions');
    setReaction(world, message, { emoji, userId: world.botId, isSet: method === 'PUT' });
    return noContent;
  },
}));
