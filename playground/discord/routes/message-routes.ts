import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { ApiError } from '../api-error.ts';
import { Form } from '../forms/form.ts';
import { type MessageForm, readMessageForm } from '../forms/message-form.ts';
import { noContent, ok, type Route, type RouteCall, type RouteContext } from '../http/route.ts';
import { toMessageJson } from '../json/message-json.ts';
import type { Message } from '../message.ts';
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

/** The routes of the messages that the bot itself puts into channels. */
export function createMessageRoutes(world: World): readonly Route[] {
  const refuseLateEdit = createLateEditLimit(world);

  return [
    { method: 'GET', path: '/channels/:channel/messages', handle: getMessages },
    { method: 'GET', path: '/channels/:channel/messages/:message', handle: getMessage },
    {
      method: 'POST',
      path: '/channels/:channel/messages',
      rateName: 'createMessage',
      handle: postMessage,
    },
    {
      method: 'PATCH',
      path: '/channels/:channel/messages/:message',
      rateName: 'editMessage',
      handle: (context, call) => changeMessage(context, call, refuseLateEdit),
    },
    {
      method: 'DELETE',
      path: '/channels/:channel/messages/:message',
      rateName: 'deleteMessage',
      handle: deleteMessage,
    },
    {
      method: 'POST',
      path: '/channels/:channel/typing',
      rateName: 'typing',
      handle: startTyping,
    },
  ];
}

/** Creates the check of the limit for edits of old messages, which counts per channel. */
function createLateEditLimit({ clock, limits }: World): (channel: Channel) => void {
  // Bounded by the number of channels.
  const windows = new Map<string, RateWindow>();

  return ({ id }) => {
    const window = windows.get(id) ?? createRateWindow(clock, limits.lateEdit);
    windows.set(id, window);
    const retryAfterMs = window.take();
    if (retryAfterMs > 0) throw ApiError.tooManyLateEdits(retryAfterMs);
  };
}

function getMessages(context: RouteContext, call: RouteCall) {
  const { world } = context;
  const channel = findPathChannel(world, call);
  const query = omitUndefined({
    limit: readQueryNumber(call, 'limit', 50, 100),
    after: readQueryId(call, 'after'),
    before: readQueryId(call, 'before'),
    around: readQueryId(call, 'around'),
  });

  // Without the permission the real API gives an empty list, and no error.
  if (!hasPermission(world, channel, world.botId, 'readMessageHistory')) return ok([]);
  return ok(listMessages(channel, query).map((message) => toJson(context, channel, message)));
}

function getMessage(context: RouteContext, call: RouteCall) {
  const { world } = context;
  const channel = findPathChannel(world, call);
  if (!hasPermission(world, channel, world.botId, 'readMessageHistory'))
    throw ApiError.missingAccess();
  return ok(toJson(context, channel, findVisibleMessage(channel, readPathId(call, 'message'))));
}

function postMessage(context: RouteContext, call: RouteCall) {
  const { world } = context;
  const channel = findPathChannel(world, call);
  const form = readMessageForm(Form.ofBody(call.body ?? {}));
  requirePosting(world, channel, world.botId);
  if (form.embeds?.length) requirePermissions(world, channel, world.botId, 'embedLinks');
  if (call.files.length > 0) requirePermissions(world, channel, world.botId, 'attachFiles');
  refuseReply(world, channel, form);

  const repeated = form.enforceNonce ? findByNonce(world, channel, form.nonce) : undefined;
  if (repeated) return ok(toJson(context, channel, repeated));

  reviveThread(world, channel);
  const newMessage = { authorId: world.botId, form, attachments: call.files };
  return ok(toJson(context, channel, createMessage(world, channel, newMessage)));
}

function changeMessage(
  context: RouteContext,
  call: RouteCall,
  refuseLateEdit: (channel: Channel) => void,
) {
  const { world } = context;
  const channel = findPathChannel(world, call);
  const message = findVisibleMessage(channel, readPathId(call, 'message'));
  if (message.authorId !== world.botId) throw ApiError.notYourMessage();
  refuseFrozenThread(world, channel);
  if (call.files.length > 0) requirePermissions(world, channel, world.botId, 'attachFiles');

  const form = readMessageForm(Form.ofBody(call.body), message.flags);
  const ageMs = world.clock.now() - message.createdAt;
  if (ageMs > world.limits.lateEditAfterMs) refuseLateEdit(channel);
  editMessage(world, channel, message, form, call.files);
  return ok(toJson(context, channel, message));
}

function deleteMessage({ world }: RouteContext, call: RouteCall) {
  const channel = findPathChannel(world, call);
  const message = findVisibleMessage(channel, readPathId(call, 'message'));
  if (message.authorId !== world.botId) {
    if (channel.kind === 'direct') throw ApiError.notOnDirectChannel();
    requirePermissions(world, channel, world.botId, 'manageMessages');
  }
  refuseFrozenThread(world, channel);

  removeMessage(world, channel, message);
  return noContent;
}

function startTyping({ world }: RouteContext, call: RouteCall) {
  const channel = findPathChannel(world, call);
  requirePosting(world, channel, world.botId);
  world.publish({ kind: 'typing', channel, userId: world.botId });
  return noContent;
}

function toJson({ world }: RouteContext, channel: Channel, message: Message) {
  return toMessageJson(world, channel, message, world.canReadContent);
}

function refuseReply(world: World, channel: Channel, { replyTo }: MessageForm): void {
  if (!replyTo) return;
  if (!hasPermission(world, channel, world.botId, 'readMessageHistory'))
    throw ApiError.replyNeedsHistory();
  if (channel.messages.has(replyTo.messageId) || !replyTo.failIfNotExists) return;

  const error = { code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', message: 'Unknown message' };
  throw ApiError.invalidForm({ message_reference: { _errors: [error] } });
}

/** The message that the bot created with this nonce in the last minutes (`limits.nonceMs`). */
function findByNonce(
  { clock, limits, botId }: World,
  channel: Channel,
  nonce: MessageForm['nonce'],
): Message | undefined {
  if (nonce === undefined) return undefined;
  const since = clock.now() - limits.nonceMs;
  return [...channel.messages.values()].findLast(
    (message) =>
      message.nonce === nonce && message.authorId === botId && message.createdAt >= since,
  );
}

/**
 * Refuses changes in an archived thread, and in a locked thread unless the bot may manage threads.
 */
function refuseFrozenThread(world: World, channel: Channel): void {
  if (channel.thread?.archived) throw ApiError.threadArchived();
  if (channel.thread?.locked && !hasPermission(world, channel, world.botId, 'manageThreads'))
    throw ApiError.threadLocked();
}
