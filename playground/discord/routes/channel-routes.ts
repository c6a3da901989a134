import { ApiError } from '../api-error.ts';
import { Form } from '../forms/form.ts';
import { type Call, noContent, ok, type Route, type Site } from '../http/route.ts';
import { channelJson, threadMemberJson } from '../json/channel-json.ts';
import { messageIn } from '../messages.ts';
import { openDirect } from '../open-direct.ts';
import { demand, may } from '../permissions.ts';
import { openThread, setThread } from '../threads.ts';
import type { Channel, World } from '../world.ts';
import { channelIn } from './find-path-channel.ts';
import { idIn } from './read-ids.ts';

const PUBLIC_THREAD = 11;
const ARCHIVE_MINUTES = [60, 1440, 4320, 10080];

/** Channels, direct channels and threads. */
export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel',
    handle: ({ world }, call) => ok(channelJson(world, channelIn(world, call))),
  },
  { method: 'PATCH', path: '/channels/:channel', handle: ({ world }, call) => change(world, call) },
  { method: 'POST', path: '/users/@me/channels', handle: ({ world }, call) => direct(world, call) },
  {
    method: 'POST',
    path: '/channels/:channel/threads',
    handle({ world }, call) {
      return startThread(world, channelIn(world, call), call);
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages/:message/threads',
    handle({ world }, call) {
      const channel = channelIn(world, call);
      return startThread(world, channel, call, messageIn(channel, idIn(call, 'message')).id);
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel/thread-members',
    handle({ world }, call) {
      const thread = threadIn(world, call);
      return ok([...thread.thread.members].map((userId) => threadMemberJson(thread, userId)));
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel/thread-members/:user',
    handle({ world }, call) {
      const thread = threadIn(world, call);
      const userId = userIn(world, call);
      if (!thread.thread.members.has(userId)) throw ApiError.unknownMember();
      return ok(threadMemberJson(thread, userId));
    },
  },
  {
    method: 'PUT',
    path: '/channels/:channel/thread-members/:user',
    handle: (site, call) => join(site, call, true),
  },
  {
    method: 'DELETE',
    path: '/channels/:channel/thread-members/:user',
    handle: (site, call) => join(site, call, false),
  },
];

function threadIn(world: World, call: Call): Channel & Required<Pick<Channel, 'thread'>> {
  const channel = channelIn(world, call);
  const { thread } = channel;
  if (!thread) throw ApiError.wrongChannelType();
  return { ...channel, thread };
}

function userIn(world: World, call: Call): string {
  return call.param('user') === '@me' ? world.botId : idIn(call, 'user');
}

function join({ world }: Site, call: Call, isMember: boolean) {
  const { thread } = threadIn(world, call);
  const userId = userIn(world, call);
  if (!world.users.has(userId)) throw ApiError.unknownUser();
  if (thread.archived) throw ApiError.threadArchived();
  if (isMember) thread.members.add(userId);
  else thread.members.delete(userId);
  return noContent;
}

function startThread(world: World, parent: Channel, call: Call, messageId?: string) {
  const form = Form.of(call.body);
  const name = form.at('name').required().text(1, 100) ?? '';
  const autoArchiveMinutes = form.at('auto_archive_duration').oneOf(ARCHIVE_MINUTES);
  // Without a type the real API makes a private thread, which the local one does not have.
  if (messageId === undefined) form.at('type').required().oneOf([PUBLIC_THREAD]);
  form.finish();
  demand(world, parent, world.botId, 'createThreads');
  const thread = openThread(world, parent, {
    name,
    ownerId: world.botId,
    ...(messageId !== undefined && { id: messageId }),
    ...(autoArchiveMinutes !== undefined && { autoArchiveMinutes }),
  });
  return { status: 201, body: channelJson(world, thread) };
}

/** Only threads: the bot does not manage channels. */
function change(world: World, call: Call) {
  const channel = channelIn(world, call);
  if (!channel.thread)
    throw channel.kind === 'direct' ? ApiError.notOnDirectChannel() : ApiError.missingPermissions();
  const form = Form.of(call.body);
  const name = form.at('name').text(1, 100);
  const archived = form.at('archived').flag();
  const locked = form.at('locked').flag();
  const autoArchiveMinutes = form.at('auto_archive_duration').oneOf(ARCHIVE_MINUTES);
  form.finish();
  const manages = may(world, channel, world.botId, 'manageThreads');
  const isOwn = channel.thread.ownerId === world.botId;
  const onlyRevives = archived === false && name === undefined && locked === undefined;
  if (channel.thread.archived && archived !== false) throw ApiError.threadArchived();
  if (!manages && (locked !== undefined || channel.thread.locked || !(isOwn || onlyRevives))) {
    throw ApiError.missingPermissions();
  }
  if (name !== undefined) channel.name = name;
  setThread(world, channel, {
    ...(archived !== undefined && { archived }),
    ...(locked !== undefined && { locked }),
    ...(autoArchiveMinutes !== undefined && { autoArchiveMinutes }),
  });
  return ok(channelJson(world, channel));
}

function direct(world: World, call: Call) {
  const form = Form.of(call.body);
  const userId = form.at('recipient_id').required().snowflake() ?? '';
  form.finish();
  const user = world.users.get(userId);
  if (!user)
    throw ApiError.invalidForm({
      recipient_id: { _errors: [{ code: 'INVALID_RECIPIENT', message: 'Unknown user' }] },
    });
  if (user.isBot) throw ApiError.cannotMessageUser();
  return ok(channelJson(world, openDirect(world, userId)));
}
