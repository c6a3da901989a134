import { ApiError } from './api-error.ts';
import type { MessageForm } from './forms/message-form.ts';
import { findMentions } from './mentions.ts';
import { type Attachment, type Message, messageFlag } from './message.ts';
import { compareSnowflakes } from './snowflakes.ts';
import type { Channel, World } from './world.ts';

/** Older messages are forgotten, so that a playground that runs for weeks does not grow. */
const MESSAGES_PER_CHANNEL = 2_000;
/** What an author may set on a create, and on an edit. */
const SETTABLE_FLAGS =
  messageFlag.suppressEmbeds | messageFlag.suppressNotifications | messageFlag.componentsV2;

export interface NewMessage {
  readonly authorId: string;
  readonly form: MessageForm;
  readonly attachments?: readonly Attachment[];
  readonly interaction?: Message['interaction'];
  readonly onlyFor?: string;
  /** A deferred answer: empty, "thinking". */
  readonly loading?: boolean;
}

/** Creates a message without asking for permissions. Refuses an empty one. */
export function createMessage(world: World, channel: Channel, draft: NewMessage): Message {
  const { authorId, form, attachments = [] } = draft;
  const content = form.content?.trim() ?? '';
  const flags =
    ((form.flags ?? 0) & SETTABLE_FLAGS) |
    (draft.onlyFor === undefined ? 0 : messageFlag.ephemeral) |
    (draft.loading ? messageFlag.loading : 0);
  const replied = form.replyTo && channel.messages.get(form.replyTo.messageId);
  const message: Message = {
    id: world.nextId(),
    channelId: channel.id,
    authorId,
    createdAt: world.clock.now(),
    content,
    flags,
    embeds: form.embeds ?? [],
    components: form.components ?? [],
    attachments,
    mentions: [],
    mentionRoles: [],
    mentionEveryone: false,
    ...(replied && { replyTo: replied.id }),
    ...(form.nonce !== undefined && { nonce: form.nonce }),
    ...(draft.interaction && { interaction: draft.interaction }),
    ...(draft.onlyFor !== undefined && { onlyFor: draft.onlyFor }),
    edits: 0,
    pings: [],
    reactions: new Map(),
  };
  if (!draft.loading) refuseEmpty(message);
  applyMentions(world, channel, message, form);
  storeMessage(channel, message);
  world.publish({ kind: 'message-created', message, channel });
  return message;
}

/** Changes a message without asking for permissions. An edit that changes nothing is an edit like any other. */
export function editMessage(
  world: World,
  channel: Channel,
  message: Message,
  form: MessageForm,
  added: readonly Attachment[] = [],
): Message {
  const { keepAttachments } = form;
  const kept = message.attachments.filter(
    ({ id }) => keepAttachments === undefined || keepAttachments.includes(id),
  );
  const changed: Partial<Message> = {
    ...(form.content !== undefined && { content: form.content.trim() }),
    ...(form.embeds && { embeds: form.embeds }),
    ...(form.components && { components: form.components }),
    ...(form.flags !== undefined && {
      flags: (message.flags & ~messageFlag.suppressEmbeds) | (form.flags & SETTABLE_FLAGS),
    }),
    attachments: [...kept, ...added],
  };
  refuseEmpty({ ...message, ...changed });
  Object.assign(message, changed);
  applyMentions(world, channel, message, form);
  if ((message.flags & messageFlag.loading) !== 0) {
    // The first text of a deferred answer is no edit: people see no "(edited)".
    message.flags &= ~messageFlag.loading;
  } else {
    message.edits += 1;
    message.editedAt = world.clock.now();
  }
  world.publish({ kind: 'message-edited', message, channel });
  return message;
}

export function removeMessage(world: World, channel: Channel, message: Message): void {
  channel.messages.delete(message.id);
  world.publish({ kind: 'message-removed', message, channel });
}

/** The message, if it is there for the bot's eyes: an ephemeral one is only reachable through its interaction. */
export function findVisibleMessage(channel: Channel, messageId: string): Message {
  const message = channel.messages.get(messageId);
  if (!message || message.onlyFor !== undefined) throw ApiError.unknownMessage();
  return message;
}

/** Newest first, as Discord lists them. */
export function listMessages(
  channel: Channel,
  query: {
    readonly limit: number;
    readonly after?: string;
    readonly before?: string;
    readonly around?: string;
  },
): readonly Message[] {
  const all = [...channel.messages.values()]
    .filter((message) => message.onlyFor === undefined)
    .reverse();
  const { limit, after, before, around } = query;
  if (around !== undefined) {
    const half = Math.floor(limit / 2);
    const newer = all
      .filter(({ id }) => compareSnowflakes(id, around) > 0)
      .slice(-half || all.length);
    const older = all.filter(({ id }) => compareSnowflakes(id, around) <= 0);
    return [...newer, ...older].slice(0, limit);
  }
  if (before !== undefined)
    return all.filter(({ id }) => compareSnowflakes(id, before) < 0).slice(0, limit);
  if (after !== undefined)
    return all.filter(({ id }) => compareSnowflakes(id, after) > 0).slice(-limit);
  return all.slice(0, limit);
}

function refuseEmpty(message: Message): void {
  const { content, embeds, components, attachments } = message;
  if (content === '' && embeds.length + components.length + attachments.length === 0)
    throw ApiError.emptyMessage();
}

function applyMentions(world: World, channel: Channel, message: Message, form: MessageForm): void {
  const { authorId, content, flags, replyTo, onlyFor } = message;
  const found = findMentions(world, channel, {
    authorId,
    content,
    flags,
    allowed: form.allowedMentions,
    repliedUserId: channel.messages.get(replyTo ?? '')?.authorId,
  });
  message.mentions = found.users;
  message.mentionRoles = found.roles;
  message.mentionEveryone = found.everyone;
  if (onlyFor === undefined) message.pings = [...new Set([...message.pings, ...found.pings])];
}

function storeMessage(channel: Channel, message: Message): void {
  channel.messages.set(message.id, message);
  const [oldest] = channel.messages.keys();
  if (channel.messages.size > MESSAGES_PER_CHANNEL && oldest !== undefined)
    channel.messages.delete(oldest);
}
