import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { ApiError } from '../api-error.ts';
import { Form } from '../forms/form.ts';
import { noContent, ok, type Route, type RouteCall } from '../http/route.ts';
import { toChannelJson, toThreadMemberJson } from '../json/channel-json.ts';
import { findVisibleMessage } from '../messages.ts';
import { openDirect } from '../open-direct.ts';
import { hasPermission, requirePermissions } from '../permissions.ts';
import { openThread, updateThread } from '../threads.ts';
import type { Channel, World } from '../world.ts';
import { findPathChannel } from './find-path-channel.ts';
import { readPathId } from './read-ids.ts';

const PUBLIC_THREAD = 11;
const ARCHIVE_MINUTES = [60, 1440, 4320, 10080];

/** The routes of channels, direct channels and threads. */
export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel',
    handle: ({ world }, call) => ok(toChannelJson(world, findPathChannel(world, call))),
  },
  {
    method: 'PATCH',
    path: '/channels/:channel',
    handle: ({ world }, call) => changeThread(world, call),
  },
  {
    method: 'POST',
    path: '/users/@me/channels',
    handle: ({ world }, call) => openDirectChannel(world, call),
  },
  {
    method: 'POST',
    path: '/channels/:channel/threads',
    handle({ world }, call) {
      return startThread(world, findPathChannel(world, call), call);
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages/:message/threads',
    handle({ world }, call) {
      const channel = findPathChannel(world, call);
      const message = findVisibleMessage(channel, readPathId(call, 'message'));
      return startThread(world, channel, call, message.id);
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel/thread-members',
    handle({ world }, call) {
      const thread = findPathThread(world, call);
      return ok([...thread.thread.members].map((userId) => toThreadMemberJson(thread, userId)));
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel/thread-members/:user',
    handle({ world }, call) {
      const thread = findPathThread(world, call);
      const userId = readPathUserId(world, call);
      if (!thread.thread.members.has(userId)) throw ApiError.unknownMember();
      return ok(toThreadMemberJson(thread, userId));
    },
  },
  {
    method: 'PUT',
    path: '/channels/:channel/thread-members/:user',
    handle: ({ world }, call) => setMember(world, call, true),
  },
  {
    method: 'DELETE',
    path: '/channels/:channel/thread-members/:user',
    handle: ({ world }, call) => setMember(world, call, false),
  },
];

function findPathThread(
  world: World,
  call: RouteCall,
): Channel & Required<Pick<Channel, 'thread'>> {
  const channel = findPathChannel(world, call);
  const { thread } = channel;
  if (!thread) throw ApiError.wrongChannelType();
  return { ...channel, thread };
}

function readPathUserId(world: World, call: RouteCall): string {
  return call.param('user') === '@me' ? world.botId : readPathId(call, 'user');
}

function setMember(world: World, call: RouteCall, isMember: boolean) {
  const { thread } = findPathThread(world, call);
  const userId = readPathUserId(world, call);
  if (!world.users.has(userId)) throw ApiError.unknownUser();
  if (thread.archived) throw ApiError.threadArchived();

  if (isMember) thread.members.add(userId);
  else thread.members.delete(userId);
  return noContent;
}

function startThread(world: World, parent: Channel, call: RouteCall, messageId?: string) {
  const form = Form.ofBody(call.body);
  const name = form.field('name').required().text(1, 100) ?? '';
  const autoArchiveMinutes = form.field('auto_archive_duration').oneOf(ARCHIVE_MINUTES);
  // Without a type the real API creates a private thread, and the local Discord has none.
  if (messageId === undefined) form.field('type').required().oneOf([PUBLIC_THREAD]);
  form.throwIfInvalid();

  requirePermissions(world, parent, world.botId, 'createThreads');
  if (messageId !== undefined) requirePermissions(world, parent, world.botId, 'readMessageHistory');
  const newThread = { name, ownerId: world.botId, id: messageId, autoArchiveMinutes };
  const thread = openThread(world, parent, omitUndefined(newThread));
  return { status: 201, body: toChannelJson(world, thread) };
}

/** Changes a thread. The bot may change no other channel. */
function changeThread(world: World, call: RouteCall) {
  const channel = findPathChannel(world, call);
  if (!channel.thread)
    throw channel.kind === 'direct' ? ApiError.notOnDirectChannel() : ApiError.missingPermissions();
  const form = Form.ofBody(call.body);
  const name = form.field('name').text(1, 100);
  const archived = form.field('archived').boolean();
  const locked = form.field('locked').boolean();
  const autoArchiveMinutes = form.field('auto_archive_duration').oneOf(ARCHIVE_MINUTES);
  form.throwIfInvalid();

  if (channel.thread.archived && archived !== false) throw ApiError.threadArchived();
  const isManager = hasPermission(world, channel, world.botId, 'manageThreads');
  const isOwn = channel.thread.ownerId === world.botId;
  const isRevivalOnly = archived === false && name === undefined && locked === undefined;
  const touchesLock = locked !== undefined || channel.thread.locked;
  if (!isManager && (touchesLock || !(isOwn || isRevivalOnly))) throw ApiError.missingPermissions();

  if (name !== undefined) channel.name = name;
  updateThread(world, channel, omitUndefined({ archived, locked, autoArchiveMinutes }));
  return ok(toChannelJson(world, channel));
}

function openDirectChannel(world: World, call: RouteCall) {
  const form = Form.ofBody(call.body);
  const userId = form.field('recipient_id').required().snowflake() ?? '';
  form.throwIfInvalid();

  const user = world.users.get(userId);
  if (!user) {
    const error = { code: 'INVALID_RECIPIENT', message: 'Unknown user' };
    throw ApiError.invalidForm({ recipient_id: { _errors: [error] } });
  }
  if (user.isBot) throw ApiError.cannotMessageUser();
  return ok(toChannelJson(world, openDirect(world, userId)));
}
