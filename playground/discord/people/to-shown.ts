import type { Change, Person, Room } from '../../local-network.ts';
import { hasLinkPreview } from '../json/message-json.ts';
import type { Json } from '../json.ts';
import type { ShownDiscordMessage } from '../local-discord.ts';
import { type Message, messageFlag } from '../message.ts';
import { snowflakeTimeMs } from '../snowflakes.ts';
import type { Channel, User, World, WorldEvent } from '../world.ts';

/** Discord's type of an interaction that a slash command began. */
const COMMAND = 2;
const BUTTON_STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'link', 'premium'];

export function toPerson(world: World, userId: string): Person {
  const user: User = world.users.get(userId) ?? { id: userId, name: 'Deleted User', isBot: false };
  return { id: user.id, name: user.name, isBot: user.isBot };
}

export function toRoom(world: World, { id, kind, name, guildId, parentId }: Channel): Room {
  if (kind === 'direct') return { id, name: toPerson(world, world.botId).name, kind: 'direct' };
  if (kind === 'thread')
    return { id, name, kind: 'thread', ...(parentId !== undefined && { parent: parentId }) };
  const server = world.guilds.get(guildId ?? '')?.name;
  return { id, name, kind: 'channel', ...(server !== undefined && { parent: server }) };
}

export function toShownMessage(world: World, message: Message): ShownDiscordMessage {
  return {
    id: message.id,
    roomId: message.channelId,
    author: toPerson(world, message.authorId),
    text: [message.content, ...layoutTexts(message.components)].filter(Boolean).join('\n'),
    ...(message.replyTo !== undefined && { replyTo: message.replyTo }),
    ...usedCommand(world, message),
    buttons: shownButtons(message.components),
    files: message.attachments.map(({ name, bytes }) => ({ name, bytes: bytes.length })),
    edits: message.edits,
    createdAt: message.createdAt,
    ...(message.editedAt !== undefined && { editedAt: message.editedAt }),
    onlyYou: message.onlyFor !== undefined,
    draft: false,
    pings: message.pings,
    flags: message.flags,
    linkPreview: hasLinkPreview(message),
    thinking: (message.flags & messageFlag.loading) !== 0,
  };
}

function usedCommand(
  world: World,
  { interaction }: Message,
): Pick<ShownDiscordMessage, 'usedCommand'> {
  if (interaction?.kind !== COMMAND) return {};
  const { id, name, userId } = interaction;
  return { usedCommand: { by: toPerson(world, userId), name, at: snowflakeTimeMs(id) } };
}

/** What an event changes on the screen of one person. */
export function toChange(world: World, event: WorldEvent, viewerId: string): Change | undefined {
  switch (event.kind) {
    case 'message-created':
    case 'message-edited':
      return isVisibleTo(event.message, viewerId)
        ? { kind: event.kind, message: toShownMessage(world, event.message) }
        : undefined;
    case 'message-removed':
      return { kind: event.kind, roomId: event.channel.id, messageId: event.message.id };
    case 'typing':
      return { kind: 'typing', roomId: event.channel.id, author: toPerson(world, event.userId) };
    case 'toast':
      return { kind: 'toast', roomId: event.channelId, text: event.text };
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

export function isVisibleTo(message: Message, viewerId: string): boolean {
  return message.onlyFor === undefined || message.onlyFor === viewerId;
}

function nested(component: Json): readonly Json[] {
  return Array.isArray(component.components) ? component.components : [];
}

function layoutTexts(components: readonly Json[]): readonly string[] {
  return components.flatMap((each) => [
    ...(each.type === 10 && typeof each.content === 'string' ? [each.content] : []),
    ...layoutTexts(nested(each)),
  ]);
}

function shownButtons(
  components: readonly Json[],
): { id: string; label: string; style?: string }[][] {
  const rows = components.flatMap((each) =>
    each.type === 1 ? [each] : nested(each).filter(({ type }) => type === 1),
  );
  const buttons = rows.map((row) =>
    nested(row)
      .filter((each) => each.type === 2)
      .map(({ custom_id, label, style }) => ({
        id: String(custom_id ?? ''),
        label: String(label ?? ''),
        style: BUTTON_STYLES[Number(style)] ?? 'secondary',
      })),
  );
  return buttons.filter((row) => row.length > 0);
}
