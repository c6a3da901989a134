import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { ApiError } from './api-error.ts';
import type { MessageForm } from './forms/message-form.ts';
import type { Json } from './json.ts';
import { findMentions } from './mentions.ts';
import {
  type Attachment,
  type Message,
  type MessageReference,
  messageFlag,
  type Webhook,
} from './message.ts';
import { compareSnowflakes } from './snowflakes.ts';
import type { Channel, World } from './world.ts';

/** Older messages are forgotten, so that a playground that runs for weeks does not grow. */
const MESSAGES_PER_CHANNEL = 2_000;
/** The flags that an author may set, when creating and when editing. */
const SETTABLE_FLAGS =
  messageFlag.suppressEmbeds | messageFlag.suppressNotifications | messageFlag.componentsV2;

/** A message to create. */
export interface NewMessage {
  /** Default: a new id. The first message of a forum post has the id of its thread. */
  readonly id?: string;
  readonly authorId: string;
  readonly form: MessageForm;
  readonly attachments?: readonly Attachment[];
  readonly interaction?: Message['interaction'];
  readonly onlyFor?: string;
  /** True when it is a deferred answer: empty, "thinking". */
  readonly loading?: boolean;
  readonly type?: number;
  readonly reference?: MessageReference;
  readonly snapshot?: Message;
  readonly stickers?: readonly string[];
  readonly poll?: Json;
  readonly webhook?: Webhook;
  /** Flags that no author may set. */
  readonly systemFlags?: number;
}

/** The parameters of Discord's message list. `after`, `before` and `around` are ids. */
interface MessageQuery {
  readonly limit: number;
  readonly after?: string;
  readonly before?: string;
  readonly around?: string;
}

/**
 * Creates a message without checking permissions.
 *
 * @throws An `ApiError` when the message is empty.
 */
export function createMessage(world: World, channel: Channel, newMessage: NewMessage): Message {
  const { authorId, form, attachments = [], interaction, onlyFor } = newMessage;
  const { type, reference, snapshot, stickers = [], poll, webhook } = newMessage;
  const repliedMessage = form.replyTo && channel.messages.get(form.replyTo.messageId);
  const message: Message = omitUndefined({
    id: newMessage.id ?? world.nextId(),
    channelId: channel.id,
    authorId,
    createdAt: world.clock.now(),
    content: form.content?.trim() ?? '',
    flags: flagsOf(newMessage),
    embeds: form.embeds ?? [],
    components: form.components ?? [],
    attachments,
    mentions: [],
    mentionRoles: [],
    mentionEveryone: false,
    replyTo: repliedMessage?.id,
    type,
    reference,
    snapshot,
    stickers,
    poll,
    webhook,
    nonce: form.nonce,
    interaction,
    onlyFor,
    edits: 0,
    pings: [],
    reactions: new Map(),
  });

  if (!newMessage.loading) refuseEmpty(message);
  applyMentions(world, channel, message, form);
  storeMessage(channel, message);
  for (const attachment of attachments) world.fileBudget.hold(attachment);
  world.publish({ kind: 'message-created', message, channel });
  return message;
}

/**
 * Edits a message without checking permissions. An edit that changes nothing still counts.
 *
 * @throws An `ApiError` when the edited message is empty.
 */
export function editMessage(
  world: World,
  channel: Channel,
  message: Message,
  form: MessageForm,
  newAttachments: readonly Attachment[] = [],
): Message {
  const { keepAttachments } = form;
  const keptAttachments = message.attachments.filter(
    ({ id }) => keepAttachments === undefined || keepAttachments.includes(id),
  );
  const changes = omitUndefined({
    content: form.content?.trim(),
    embeds: form.embeds,
    components: form.components,
    flags: form.flags === undefined ? undefined : editFlags(message.flags, form.flags),
    attachments: [...keptAttachments, ...newAttachments],
  });
  refuseEmpty({ ...message, ...changes });

  Object.assign(message, changes);
  for (const attachment of newAttachments) world.fileBudget.hold(attachment);
  applyMentions(world, channel, message, form);
  countEdit(world, message);
  world.publish({ kind: 'message-edited', message, channel });
  return message;
}

/** Deletes a message without checking permissions. */
export function removeMessage(world: World, channel: Channel, message: Message): void {
  channel.messages.delete(message.id);
  world.publish({ kind: 'message-removed', message, channel });
}

/**
 * Finds a message that the bot can see in the channel. An ephemeral one can be reached only through
 * its interaction.
 */
export function findVisibleMessage(channel: Channel, messageId: string): Message {
  const message = channel.messages.get(messageId);
  if (!message || message.onlyFor !== undefined) throw ApiError.unknownMessage();
  return message;
}

/** Lists messages newest first, as Discord does. */
export function listMessages(channel: Channel, query: MessageQuery): readonly Message[] {
  const { limit, after, before, around } = query;
  const visible = [...channel.messages.values()]
    .filter((message) => message.onlyFor === undefined)
    .reverse();

  if (around !== undefined) return listAround(visible, around, limit);
  if (before !== undefined)
    return visible.filter(({ id }) => compareSnowflakes(id, before) < 0).slice(0, limit);
  if (after !== undefined)
    return visible.filter(({ id }) => compareSnowflakes(id, after) > 0).slice(-limit);
  return visible.slice(0, limit);
}

function listAround(messages: readonly Message[], around: string, limit: number): Message[] {
  const half = Math.floor(limit / 2);
  const newer = messages
    .filter(({ id }) => compareSnowflakes(id, around) > 0)
    .slice(-half || messages.length);
  const older = messages.filter(({ id }) => compareSnowflakes(id, around) <= 0);
  return [...newer, ...older].slice(0, limit);
}

function flagsOf({ form, onlyFor, loading, systemFlags = 0 }: NewMessage): number {
  return (
    systemFlags |
    ((form.flags ?? 0) & SETTABLE_FLAGS) |
    (onlyFor === undefined ? 0 : messageFlag.ephemeral) |
    (loading ? messageFlag.loading : 0)
  );
}

/** An edit can clear SUPPRESS_EMBEDS, and no other flag. */
function editFlags(current: number, given: number): number {
  return (current & ~messageFlag.suppressEmbeds) | (given & SETTABLE_FLAGS);
}

function countEdit(world: World, message: Message): void {
  if ((message.flags & messageFlag.loading) !== 0) {
    // The first text of a deferred answer is not an edit: people see no "(edited)".
    message.flags &= ~messageFlag.loading;
    return;
  }
  message.edits += 1;
  message.editedAt = world.clock.now();
}

function refuseEmpty(message: Message): void {
  const { content, embeds, components, attachments, stickers, poll, reference } = message;
  const partCount = embeds.length + components.length + attachments.length + stickers.length;
  if (content === '' && partCount === 0 && !poll && !reference) throw ApiError.emptyMessage();
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
  const [oldestId] = channel.messages.keys();
  if (channel.messages.size > MESSAGES_PER_CHANNEL && oldestId !== undefined)
    channel.messages.delete(oldestId);
}
