import type { Address } from '../../../contracts/address.ts';
import type { ButtonEvent } from '../../../contracts/button-event.ts';
import type { CommandCall } from '../../../contracts/command.ts';
import type { CachedChannel, GuildCache } from './guild-cache.ts';
import { type RawMember, type RawUser, readAuthor } from './read-author.ts';
import { readChannel } from './read-channel.ts';
import { type RawMessage, readMessage } from './read-message.ts';

/** https://discord.com/developers/docs/interactions/receiving-and-responding, as far as we read it. */
export interface RawInteraction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly guild_id?: string;
  readonly channel_id?: string;
  readonly channel?: CachedChannel & { readonly id: string; readonly parent_id?: string | null };
  readonly user?: RawUser;
  readonly member?: RawMember & { readonly user: RawUser };
  readonly locale?: string;
  readonly message?: { readonly id: string; readonly channel_id?: string; readonly flags?: number };
  readonly data?: {
    readonly type?: number;
    readonly name?: string;
    readonly target_id?: string;
    readonly resolved?: { readonly messages?: Readonly<Record<string, RawMessage>> };
    readonly custom_id?: string;
    readonly options?: readonly ToldOption[];
  };
}

interface ToldOption {
  readonly name: string;
  readonly value?: string | number | boolean;
  readonly focused?: boolean;
}

export type ReadInteraction =
  | { readonly kind: 'command'; readonly call: CommandCall; readonly address: Address }
  | { readonly kind: 'completion'; readonly call: CommandCall; readonly option: string }
  | ButtonEvent;

/** Discord's numbers for what was used. */
const COMMAND = 2;
const COMPONENT = 3;
const AUTOCOMPLETE = 4;
const EPHEMERAL = 64;
/** How long Discord lets an interaction be answered. */
const TOKEN_LIFE_MS = 15 * 60_000;

export interface InteractionContext {
  readonly known: GuildCache;
  /** Unix ms. */
  readonly receivedAt: number;
  /** By the name shown in Discord's menu, what the command is called. */
  readonly menus: ReadonlyMap<string, string>;
}

/** `undefined`: of a kind that the bot does not offer. */
export function readInteraction(
  told: RawInteraction,
  context: InteractionContext,
): ReadInteraction | undefined {
  const { id, token, type, data = {}, member, guild_id: serverId, locale } = told;
  const user = member?.user ?? told.user;
  const channelId = told.channel_id ?? told.channel?.id;
  if (!user || !channelId) return undefined;
  const channel = readChannel(channelId, serverId, context.known, toldChannel(told));
  const by = readAuthor(user, {
    known: context.known,
    serverId,
    ...(member && { member }),
    ...(locale && { locale }),
  });
  const address = {
    channel,
    interaction: { id, token, expiresAt: context.receivedAt + TOKEN_LIFE_MS },
  };
  if (type === COMPONENT) return readButton(told, { author: by, address });
  const target = readTarget(told, context.known);
  const call = {
    ...readCall(data, { channel, author: by, menus: context.menus }),
    ...(target && { target }),
  };
  if (type === COMMAND) return { kind: 'command', call, address };
  const option = data.options?.find(({ focused }) => focused)?.name;
  return type === AUTOCOMPLETE && option ? { kind: 'completion', call, option } : undefined;
}

type Pressed = Pick<ButtonEvent, 'author'> & {
  readonly address: Address & { readonly interaction: { expiresAt: number } };
};

function readButton(
  { id, token, data, message }: RawInteraction,
  { author, address }: Pressed,
): ButtonEvent | undefined {
  if (!data?.custom_id || !message) return undefined;
  // What only one person sees can be reached by nothing but the token of a press.
  const isEphemeral = ((message.flags ?? 0) & EPHEMERAL) !== 0;
  const reach = isEphemeral
    ? { token, expiresAt: address.interaction.expiresAt, interactionId: id, onlyAsker: true }
    : {};
  const place = { messageId: message.id, channelId: address.channel.id, ...reach };
  return { kind: 'button', id: data.custom_id, author, message: place, address };
}

function readCall(
  { name = '', target_id: targetId, options = [] }: NonNullable<RawInteraction['data']>,
  { menus, ...from }: Pick<CommandCall, 'channel' | 'author'> & Pick<InteractionContext, 'menus'>,
): CommandCall {
  return {
    ...from,
    name: menus.get(name) ?? name,
    options: Object.fromEntries(options.map((option) => [option.name, String(option.value ?? '')])),
    ...(targetId && { targetId }),
  };
}

function readTarget(
  { data, guild_id: serverId }: RawInteraction,
  known: GuildCache,
): CommandCall['target'] {
  const told = data?.resolved?.messages?.[data.target_id ?? ''];
  if (!told) return undefined;
  return told.author?.id === known.ownId
    ? 'own'
    : readMessage({ ...told, ...(serverId && { guild_id: serverId }) }, known);
}

function toldChannel({ channel }: RawInteraction): CachedChannel {
  if (!channel) return {};
  const { type, name, parent_id: parentId } = channel;
  return {
    ...(type !== undefined && { type }),
    ...(name && { name }),
    ...(parentId && { parentId }),
  };
}
