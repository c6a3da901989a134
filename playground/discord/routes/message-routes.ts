import { ApiError } from '../api-error.ts';
import { Form } from '../forms/form.ts';
import { type MessageForm, readMessageForm } from '../forms/message-form.ts';
import { noContent, ok, type Route, type RouteCall, type RouteContext } from '../http/route.ts';
import { toMessageJson } from '../json/message-json.ts';
import {
  createMessage,
  editMessage,
  findVisibleMessage,
  listMessages,
  removeMessage,
} from '../messages.ts';
import { hasPermission, requirePermissions } from '../permissions.ts';
import { createRateWindow, type RateWindow } from '../rate-window.ts';
import { requirePosting, reviveThread } from '../threads.ts';
import type { Channel, World } from '../world.ts';
import { findPathChannel } from './find-path-channel.ts';
import { readPathId, readQueryId, readQueryNumber } from './read-ids.ts';

/** Messages that the bot itself puts into channels. */
export function createMessageRoutes(world: World): readonly Route[] {
  const lateEdits = new Map<string, RateWindow>();
  const refuseLateEdit = (channel: Channel) => {
    const { clock, limits } = world;
    const edits = lateEdits.get(channel.id) ?? createRateWindow(clock, limits.lateEdit);
    // There are as many of these as channels, at most.
    lateEdits.set(channel.id, edits);
    const retryAfterMs = edits.take();
    if (retryAfterMs > 0) throw ApiError.tooManyLateEdits(retryAfterMs);
  };

  return [
    { method: 'GET', path: '/channels/:channel/messages', handle: listThem },
    { method: 'GET', path: '/channels/:channel/messages/:message', handle: getOne },
    {
      method: 'POST',
      path: '/channels/:channel/messages',
      rateName: 'createMessage',
      handle: create,
    },
    {
      method: 'PATCH',
      path: '/channels/:channel/messages/:message',
      rateName: 'editMessage',
      handle(site, call) {
        const channel = findPathChannel(world, call);
        const message = findVisibleMessage(channel, readPathId(call, 'message'));
        if (message.authorId !== world.botId) throw ApiError.notYourMessage();
        refuseFrozen(world, channel);
        if (call.files.length > 0) requirePermissions(world, channel, world.botId, 'attachFiles');
        const form = readMessageForm(Form.ofBody(call.body), message.flags);
        if (world.clock.now() - message.createdAt > world.limits.lateEditAfterMs)
          refuseLateEdit(channel);
        editMessage(world, channel, message, form, call.files);
        return ok(shown(site, channel, message));
      },
    },
    {
      method: 'DELETE',
      path: '/channels/:channel/messages/:message',
      rateName: 'deleteMessage',
      handle: remove,
    },
    {
      method: 'POST',
      path: '/channels/:channel/typing',
      rateName: 'typing',
      handle(_site, call) {
        const channel = findPathChannel(world, call);
        requirePosting(world, channel, world.botId);
        world.publish({ kind: 'typing', channel, userId: world.botId });
        return noContent;
      },
    },
  ];
}

function shown(
  { world }: RouteContext,
  channel: Channel,
  message: Parameters<typeof toMessageJson>[2],
) {
  return toMessageJson(world, channel, message, world.canReadContent);
}

function listThem(site: RouteContext, call: RouteCall) {
  const { world } = site;
  const channel = findPathChannel(world, call);
  const query = {
    limit: readQueryNumber(call, 'limit', 50, 100),
    ...optional('after', readQueryId(call, 'after')),
    ...optional('before', readQueryId(call, 'before')),
    ...optional('around', readQueryId(call, 'around')),
  };
  // Without the permission the real API gives an empty list, and no error.
  if (!hasPermission(world, channel, world.botId, 'readMessageHistory')) return ok([]);
  return ok(listMessages(channel, query).map((message) => shown(site, channel, message)));
}

function optional<K extends string>(
  key: K,
  value: string | undefined,
): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: string }); // A computed key widens to string.
}

function getOne(site: RouteContext, call: RouteCall) {
  const channel = findPathChannel(site.world, call);
  if (!hasPermission(site.world, channel, site.world.botId, 'readMessageHistory'))
    throw ApiError.missingAccess();
  return ok(shown(site, channel, findVisibleMessage(channel, readPathId(call, 'message'))));
}

function create(site: RouteContext, call: RouteCall) {
  const { world } = site;
  const channel = findPathChannel(world, call);
  const form = readMessageForm(Form.ofBody(call.body ?? {}));
  requirePosting(world, channel, world.botId);
  if (form.embeds?.length) requirePermissions(world, channel, world.botId, 'embedLinks');
  if (call.files.length > 0) requirePermissions(world, channel, world.botId, 'attachFiles');
  refuseReply(world, channel, form);
  const repeated = form.enforceNonce ? findByNonce(world, channel, form.nonce) : undefined;
  if (repeated) return ok(shown(site, channel, repeated));
  reviveThread(world, channel);
  const message = createMessage(world, channel, {
    authorId: world.botId,
    form,
    attachments: call.files,
  });
  return ok(shown(site, channel, message));
}

function refuseReply(world: World, channel: Channel, { replyTo }: MessageForm): void {
  if (!replyTo) return;
  if (!hasPermission(world, channel, world.botId, 'readMessageHistory'))
    throw ApiError.replyNeedsHistory();
  if (channel.messages.has(replyTo.messageId) || !replyTo.failIfNotExists) return;
  const unknown = { code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', message: 'Unknown message' };
  throw ApiError.invalidForm({ message_reference: { _errors: [unknown] } });
}

/** The message that was created with this nonce a short while ago. */
function findByNonce(
  { clock, limits, botId }: World,
  channel: Channel,
  nonce: MessageForm['nonce'],
) {
  if (nonce === undefined) return undefined;
  const since = clock.now() - limits.nonceMs;
  return [...channel.messages.values()].findLast(
    (message) =>
      message.nonce === nonce && message.authorId === botId && message.createdAt >= since,
  );
}

function remove({ world }: RouteContext, call: RouteCall) {
  const channel = findPathChannel(world, call);
  const message = findVisibleMessage(channel, readPathId(call, 'message'));
  if (message.authorId !== world.botId) {
    if (channel.kind === 'direct') throw ApiError.notOnDirectChannel();
    requirePermissions(world, channel, world.botId, 'manageMessages');
  }
  refuseFrozen(world, channel);
  removeMessage(world, channel, message);
  return noContent;
}

/** Nothing in an archived thread can be changed, and in a locked one only by those who manage threads. */
function refuseFrozen(world: World, channel: Channel): void {
  if (channel.thread?.archived) throw ApiError.threadArchived();
  if (channel.thread?.locked && !hasPermission(world, channel, world.botId, 'manageThreads'))
    throw ApiError.threadLocked();
}
