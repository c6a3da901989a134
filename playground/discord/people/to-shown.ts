import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { Change, Person, Room, ShownMessage } from '../../local-network.ts';
import type { ShownMenu } from '../../shown-message.ts';
import { interactionKind } from '../interactions.ts';
import { hasLinkPreview } from '../json/message-json.ts';
import type { Json } from '../json.ts';
import type { ShownDiscordMessage } from '../local-discord.ts';
import { type Message, messageFlag } from '../message.ts';
import { snowflakeTimeMs } from '../snowflakes.ts';
import { THREAD_STARTER_MESSAGE } from '../threads.ts';
import type { Channel, User, World, WorldEvent } from '../world.ts';
import { listVisibleFiles, toShownFile } from './list-visible-files.ts';
import { toShownEmbed } from './to-shown-embed.ts';
import { toShownPoll } from './to-shown-poll.ts';

/** Component types. */
const ACTION_ROW = 1;
const BUTTON = 2;
const STRING_SELECT = 3;
const TEXT_DISPLAY = 10;
/** The names of button styles, by Discord's numbers. */
const BUTTON_STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'link', 'premium'];

/** A user as a person. */
export function toPerson(world: World, userId: string): Person {
  const user: User = world.users.get(userId) ?? { id: userId, name: 'Deleted User', isBot: false };
  return { id: user.id, name: user.name, isBot: user.isBot };
}

/** A channel as a room. A direct channel has the bot's name. */
export function toRoom(world: World, { id, kind, name, guildId, parentId }: Channel): Room {
  if (kind === 'direct') return { id, name: toPerson(world, world.botId).name, kind: 'direct' };
  if (kind === 'thread') return omitUndefined({ id, name, kind, parent: parentId });
  const roomKind: Room['kind'] = kind === 'forum' ? kind : 'channel';
  const server = world.guilds.get(guildId ?? '')?.name;
  return omitUndefined({ id, name, kind: roomKind, parent: server });
}

/** A message as a person's screen shows it. */
export function toShownMessage(world: World, message: Message): ShownDiscordMessage {
  const { id, channelId, replyTo, poll, reactions } = message;
  // A forward shows the words and files of its original.
  const { content, components, embeds } = message.snapshot ?? message;
  const thread = world.channels.get(id);
  return omitUndefined({
    id,
    roomId: channelId,
    author: toAuthor(world, message),
    text: [content, ...readLayoutTexts(components)].filter(Boolean).join('\n'),
    replyTo,
    usedCommand: toUsedCommand(world, message),
    buttons: toButtonRows(components),
    menus: toMenus(components),
    files: [...listVisibleFiles(message).map(toShownFile)],
    card: poll && toShownPoll(poll),
    embeds: embeds.length > 0 ? embeds.map(toShownEmbed) : undefined,
    forwardedFrom: message.snapshot && '',
    reactions: reactions.size > 0 ? toShownReactions(message) : undefined,
    threadId: thread && thread.id !== channelId ? thread.id : undefined,
    link: linkTo(world, message),
    quote: toQuote(world, message),
    isService: message.type === undefined ? undefined : true,
    edits: message.edits,
    createdAt: message.createdAt,
    editedAt: message.editedAt,
    onlyYou: message.onlyFor !== undefined,
    draft: false,
    pings: message.pings,
    flags: message.flags,
    linkPreview: hasLinkPreview(message),
    thinking: (message.flags & messageFlag.loading) !== 0,
  });
}

/** The change that an event makes on one person's screen, or `undefined` if it makes none. */
export function toChange(world: World, event: WorldEvent, viewerId: string): Change | undefined {
  switch (event.kind) {
    case 'message-created':
    case 'message-edited':
      return isVisibleTo(event.message, viewerId)
        ? { kind: event.kind, message: toShownMessage(world, event.message) }
        : undefined;
    case 'message-removed':
      return { kind: event.kind, roomId: event.channel.id, messageId: event.message.id };
    case 'reaction':
      return isVisibleTo(event.message, viewerId)
        ? { kind: 'message-edited', message: toShownMessage(world, event.message) }
        : undefined;
    case 'typing':
      return { kind: 'typing', roomId: event.channel.id, author: toPerson(world, event.userId) };
    case 'toast':
      return { kind: 'toast', roomId: event.channelId, text: event.text };
    case 'form':
      return event.userId === viewerId
        ? { kind: 'form', roomId: event.channelId, form: event.form }
        : undefined;
    case 'channel-created':
    case 'channel-updated':
    case 'guild-added':
    case 'guild-removed':
      return { kind: 'rooms' };
    case 'commands':
    case 'online':
      return { kind: event.kind };
    default:
      return undefined;
  }
}

/** True when a person can see a message. Only one person sees an ephemeral message. */
export function isVisibleTo(message: Message, viewerId: string): boolean {
  return message.onlyFor === undefined || message.onlyFor === viewerId;
}

/** A webhook has a name of its own. */
function toAuthor(world: World, { webhook, authorId }: Message): Person {
  return webhook ? { id: webhook.id, name: webhook.name, isBot: true } : toPerson(world, authorId);
}

/** As "Copy Message Link" gives it. */
function linkTo(world: World, { channelId, id }: Message): string {
  const guildId = world.channels.get(channelId)?.guildId ?? '@me';
  return `https://discord.com/channels/${guildId}/${channelId}/${id}`;
}

/** A thread begins with the message that it hangs on, as Discord's app shows it. */
function toQuote(world: World, { type, reference }: Message): ShownMessage['quote'] {
  const start =
    reference && world.channels.get(reference.channelId)?.messages.get(reference.messageId);
  if (type !== THREAD_STARTER_MESSAGE || !start) return undefined;
  const files = start.attachments.map(({ name }) => `[${name}]`);
  return {
    from: toAuthor(world, start).name,
    text: [start.snapshot?.content ?? start.content, ...files].filter(Boolean).join('\n'),
  };
}

function toShownReactions({ reactions }: Message): ShownMessage['reactions'] {
  return [...reactions].map(([emoji, userIds]) => ({ emoji, userIds: [...userIds] }));
}

function toUsedCommand(world: World, { interaction }: Message): ShownMessage['usedCommand'] {
  if (interaction?.kind !== interactionKind.command) return undefined;
  const { id, name, userId } = interaction;
  return { by: toPerson(world, userId), name, at: snowflakeTimeMs(id) };
}

function childrenOf(component: Json): readonly Json[] {
  return Array.isArray(component.components) ? component.components : [];
}

/** The texts of text displays, at any depth. */
function readLayoutTexts(components: readonly Json[]): readonly string[] {
  return components.flatMap((component) => {
    const { type, content } = component;
    const ownTexts = type === TEXT_DISPLAY && typeof content === 'string' ? [content] : [];
    return [...ownTexts, ...readLayoutTexts(childrenOf(component))];
  });
}

/** The controls of action rows, at the top level or in a container. */
function listRows(components: readonly Json[]): readonly (readonly Json[])[] {
  const isRow = ({ type }: Json) => type === ACTION_ROW;
  return components
    .flatMap((component) => (isRow(component) ? [component] : childrenOf(component).filter(isRow)))
    .map(childrenOf);
}

function toButtonRows(
  components: readonly Json[],
): { id: string; label: string; style?: string }[][] {
  const buttonRows = listRows(components).map((row) =>
    row.filter(({ type }) => type === BUTTON).map(toButton),
  );
  return buttonRows.filter((buttons) => buttons.length > 0);
}

function toMenus(components: readonly Json[]): readonly ShownMenu[] | undefined {
  const selects = listRows(components)
    .flat()
    .filter(({ type }) => type === STRING_SELECT);
  return selects.length > 0 ? selects.map(toMenu) : undefined;
}

function toMenu({ custom_id, placeholder, options }: Json): ShownMenu {
  const entries: readonly Json[] = Array.isArray(options) ? options : [];
  return {
    id: String(custom_id),
    placeholder: String(placeholder ?? ''),
    entries: entries.map(({ value, label, description, default: isDefault }) =>
      omitUndefined({
        value: String(value),
        label: String(label),
        description: typeof description === 'string' ? description : undefined,
        isSelected: isDefault === true,
      }),
    ),
  };
}

function toButton({ custom_id, label, style }: Json) {
  return {
    id: String(custom_id ?? ''),
    label: String(label ?? ''),
    style: BUTTON_STYLES[Number(style)] ?? 'secondary',
  };
}
