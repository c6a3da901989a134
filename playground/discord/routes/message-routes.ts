import { ApiError } from '../api-error.ts';
import { Form } from '../forms/form.ts';
import { type MessageForm, readMessageForm } from '../forms/message-form.ts';
import { type Call, noContent, ok, type Route, type Site } from '../http/route.ts';
import { messageJson } from '../json/message-json.ts';
import { createMessage, editMessage, listMessages, messageIn, removeMessage } from '../messages.ts';
import { demand, may } from '../permissions.ts';
import { type RateWindow, rateWindow } from '../rate-window.ts';
import { demandPosting, reviveThread } from '../threads.ts';
import type { Channel, World } from '../world.ts';
import { channelIn } from './find-path-channel.ts';
import { idIn, idInQuery, numberIn } from './read-ids.ts';

/** Messages that the bot itself puts into channels. */
export function messageRoutes(world: World): readonly Route[] {
  const lateEdits = new Map<string, RateWindow>();
  const refuseLateEdit = (channel: Channel) => {
    const { clock, limits } = world;
    const edits = lateEdits.get(channel.id) ?? rateWindow(clock, limits.lateEdit);
    // There are as many of these as channels, at most.
    lateEdits.set(channel.id, edits);
    const retryAfterMs = edits.take();
    if (retryAfterMs > 0) throw ApiError.tooManyLateEdits(retryAfterMs);
  };

  return [
    { method: 'GET', path: '/channels/:channel/messages', handle: listThem },
    { method: 'GET', path: '/channels/:channel/messages/:message', handle: getOne },
    { method: 'POST', path: '/channels/:channel/messages', limit: 'createMessage', handle: create },
    {
      method: 'PATCH',
      path: '/channels/:channel/messages/:message',
      limit: 'editMessage',
      handle(site, call) {
        const channel = channelIn(world, call);
        const message = messageIn(channel, idIn(call, 'message'));
        if (message.authorId !== world.botId) throw ApiError.notYourMessage();
        refuseFrozen(world, channel);
        if (call.files.length > 0) demand(world, channel, world.botId, 'attachFiles');
        const form = readMessageForm(Form.of(call.body), message.flags);
        if (world.clock.now() - message.createdAt > world.limits.lateEditAfterMs)
          refuseLateEdit(channel);
        editMessage(world, channel, message, form, call.files);
        return ok(shown(site, channel, message));
      },
    },
    {
      method: 'DELETE',
      path: '/channels/:channel/messages/:message',
      limit: 'deleteMessage',
      handle: remove,
    },
    {
      method: 'POST',
      path: '/channels/:channel/typing',
      limit: 'typing',
      handle(_site, call) {
        const channel = channelIn(world, call);
        demandPosting(world, channel, world.botId);
        world.publish({ kind: 'typing', channel, userId: world.botId });
        return noContent;
      },
    },
  ];
}

function shown({ world }: Site, channel: Channel, message: Parameters<typeof messageJson>[2]) {
  return messageJson(world, channel, message, world.mayReadContent);
}

function listThem(site: Site, call: Call) {
  const { world } = site;
  const channel = channelIn(world, call);
  const query = {
    limit: numberIn(call, 'limit', 50, 100),
    ...optional('after', idInQuery(call, 'after')),
    ...optional('before', idInQuery(call, 'before')),
    ...optional('around', idInQuery(call, 'around')),
  };
  // Without the permission the real API gives an empty list, and no error.
  if (!may(world, channel, world.botId, 'readMessageHistory')) return ok([]);
  return ok(listMessages(channel, query).map((message) => shown(site, channel, message)));
}

function optional<K extends string>(
  key: K,
  value: string | undefined,
): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: string }); // A computed key widens to string.
}

function getOne(site: Site, call: Call) {
  const channel = channelIn(site.world, call);
  if (!may(site.world, channel, site.world.botId, 'readMessageHistory'))
    throw ApiError.missingAccess();
  return ok(shown(site, channel, messageIn(channel, idIn(call, 'message'))));
}

function create(site: Site, call: Call) {
  const { world } = site;
  const channel = channelIn(world, call);
  const form = readMessageForm(Form.of(call.body ?? {}));
  demandPosting(world, channel, world.botId);
  if (form.embeds?.length) demand(world, channel, world.botId, 'embedLinks');
  if (call.files.length > 0) demand(world, channel, world.botId, 'attachFiles');
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
  if (!may(world, channel, world.botId, 'readMessageHistory')) throw ApiError.replyNeedsHistory();
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

function remove({ world }: Site, call: Call) {
  const channel = channelIn(world, call);
  const message = messageIn(channel, idIn(call, 'message'));
  if (message.authorId !== world.botId) {
    if (channel.kind === 'direct') throw ApiError.notOnDirectChannel();
    demand(world, channel, world.botId, 'manageMessages');
  }
  refuseFrozen(world, channel);
  removeMessage(world, channel, message);
  return noContent;
}

/** Nothing in an archived thread can be changed, and in a locked one only by those who manage threads. */
function refuseFrozen(world: World, channel: Channel): void {
  if (channel.thread?.archived) throw ApiError.threadArchived();
  if (channel.thread?.locked && !may(world, channel, world.botId, 'manageThreads'))
    throw ApiError.threadLocked();
}
