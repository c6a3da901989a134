import { noContent, type Route } from '../http/route.ts';
import { findVisibleMessage } from '../messages.ts';
import { requirePermissions } from '../permissions.ts';
import { findPathChannel } from './find-path-channel.ts';
import { readPathId } from './read-ids.ts';

const MAX_REACTIONS = 20;
const PATH = '/channels/:channel/messages/:message/reactions/:emoji/@me';

/** The routes that add and remove the bot's own reactions. The local Discord has no others. */
export const reactionRoutes: readonly Route[] = (['PUT', 'DELETE'] as const).map((method) => ({
  method,
  path: PATH,
  handle({ world }, call) {
    const channel = findPathChannel(world, call);
    const message = findVisibleMessage(channel, readPathId(call, 'message'));
    requirePermissions(world, channel, world.botId, 'readMessageHistory', 'addReactions');

    const emoji = call.param('emoji').slice(0, 100);
    const users = message.reactions.get(emoji) ?? new Set();
    if (method === 'PUT') users.add(world.botId);
    else users.delete(world.botId);
    if (users.size === 0) message.reactions.delete(emoji);
    else if (message.reactions.size < MAX_REACTIONS) message.reactions.set(emoji, users);

    world.publish({ kind: 'reaction', added: method === 'PUT', message, emoji });
    return noContent;
  },
}));
