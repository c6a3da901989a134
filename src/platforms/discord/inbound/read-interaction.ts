import type { Address, Interaction } from '../../../contracts/address.ts';
import type { ButtonEvent, FormEvent } from '../../../contracts/button-event.ts';
import type { Author, Channel } from '../../../contracts/chat-message.ts';
import type { CommandCall } from '../../../contracts/command.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { placeIdOf } from '../../../lib/personal-channel.ts';
import { readCustomId } from '../custom-id.ts';
import { interactionEnd } from '../interaction-time.ts';
import type { DiscordMessageRef } from '../message-ref.ts';
import type { GuildCache } from './guild-cache.ts';
import type { RawInteraction } from './raw-interaction.ts';
import type { RawMessage } from './raw-message.ts';
import { readAuthor } from './read-author.ts';
import { readContent } from './read-content.ts';
import { readInteractionPlace } from './read-interaction-place.ts';
import { readAnyMessage } from './read-message.ts';

/** A request for suggestions while a person types an option of a command. */
export interface CompletionRequest {
  readonly kind: 'completion';
  readonly call: CommandCall;
  /** The name of the option. */
  readonly option: string;
}

/** An interaction in Parley's terms. */
type ReadInteraction =
  | { readonly kind: 'command'; readonly call: CommandCall; readonly address: Address }
  | CompletionRequest
  | ButtonEvent
  | FormEvent;

/**
 * Discord's types of interactions:
 * https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-type
 */
const COMMAND = 2;
const COMPONENT = 3;
const AUTOCOMPLETE = 4;
const FORM_SUBMIT = 5;
/** The flag of a message that only one person sees. */
const EPHEMERAL = 64;

/** The facts besides the interaction itself that are needed to read it. */
export interface InteractionContext {
  readonly cache: GuildCache;
  /** The time at which it was made; Unix milliseconds. */
  readonly madeAt: number;
  /** Names of commands by the names that Discord's menu shows for them. */
  readonly menuCommands: ReadonlyMap<string, string>;
}

/** Turns an interaction into Parley's terms. `undefined`: a kind that the bot does not offer. */
export function readInteraction(
  raw: RawInteraction,
  context: InteractionContext,
): ReadInteraction | undefined {
  const { id, token, type, member, guild_id: serverId, locale } = raw;
  const { cache, madeAt } = context;
  const user = member?.user ?? raw.user;
  const channelId = raw.channel_id ?? raw.channel?.id;
  if (!user || !channelId) return undefined;

  const channel = readInteractionPlace(raw, channelId, { cache, userId: user.id });
  const named = readAuthor(user, { cache, serverId, channelId, member, locale });
  // What a person may do on a server that did not invite the bot means nothing to it.
  const author = channel.isGuest ? asStranger(named) : named;
  const interaction = { id, token, expiresAt: interactionEnd(madeAt) };

  if (type === COMPONENT) return readButton(raw, { author, channel, interaction });
  if (type === FORM_SUBMIT) return readForm(raw, { author, channel, interaction });

  const call = readCall(raw, { author, channel, interaction, context });
  if (type === COMMAND) return { kind: 'command', call, address: { channel, interaction } };

  const option = raw.data?.options?.find(({ focused }) => focused)?.name;
  return type === AUTOCOMPLETE && option ? { kind: 'completion', call, option } : undefined;
}

interface UseContext {
  readonly author: Author;
  readonly channel: Channel;
  readonly interaction: Interaction;
}

function readButton(raw: RawInteraction, context: UseContext): ButtonEvent | undefined {
  const { author, channel, interaction } = context;
  const message = readSource(raw, context);
  if (!raw.data?.custom_id || !message) return undefined;

  return omitUndefined({
    kind: 'button' as const,
    id: readCustomId(raw.data.custom_id).id,
    author,
    values: raw.data.values,
    message,
    address: { channel, interaction },
  });
}

/**
 * A form that a person sent:
 * https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure
 */
function readForm(raw: RawInteraction, context: UseContext): FormEvent | undefined {
  const { author, channel, interaction } = context;
  const { custom_id: id, components = [] } = raw.data ?? {};
  if (!id) return undefined;

  const inputs = components.flatMap(({ component, components = [] }) =>
    component ? [component] : components,
  );
  return omitUndefined({
    kind: 'form' as const,
    id,
    author,
    values: Object.fromEntries(inputs.map(({ custom_id, value = '' }) => [custom_id, value])),
    message: readSource(raw, context),
    address: { channel, interaction },
  });
}

/** The message whose button or menu was used. */
function readSource(
  { message }: RawInteraction,
  { channel, interaction }: UseContext,
): DiscordMessageRef | undefined {
  if (!message) return undefined;

  const place = { messageId: message.id, channelId: placeIdOf(channel) };
  const hasFile = (message.attachments ?? []).length > 0;
  const source: DiscordMessageRef = hasFile ? { ...place, hasFile } : place;
  const isEphemeral = ((message.flags ?? 0) & EPHEMERAL) !== 0;
  return isEphemeral ? withToken(source, interaction) : source;
}

/** Only the token of a press reaches a message that only one person sees. */
function withToken(
  message: DiscordMessageRef,
  { id, token, expiresAt }: Interaction,
): DiscordMessageRef {
  return { ...message, token, expiresAt, interactionId: id, onlyAsker: true };
}

function asStranger({ isModerator: _, ...author }: Author): Author {
  return { ...author, isServerAdmin: false, roles: [] };
}

interface CallContext extends UseContext {
  readonly context: InteractionContext;
}

function readCall(raw: RawInteraction, call: CallContext): CommandCall {
  const { author, channel, interaction, context } = call;
  const { name = '', target_id: targetId, options = [] } = raw.data ?? {};
  const values = options.map((option) => [option.name, String(option.value ?? '')] as const);
  const files = readFileHolder(raw);

  return omitUndefined({
    name: context.menuCommands.get(name) ?? name,
    channel,
    author,
    options: Object.fromEntries(values),
    targetId: targetId || undefined,
    target: readTarget(raw, context.cache),
    attachments: files && readContent(files, context.cache).attachments,
    interaction,
  });
}

/**
 * The files of the options, as if a message with the id of the interaction held them. `undefined`: there are none.
 */
export function readFileHolder({
  id,
  data,
  channel_id: channelId = '',
}: RawInteraction): RawMessage | undefined {
  const given = data?.resolved?.attachments;
  const attachments = [...(given?.values() ?? [])];
  return attachments.length === 0 ? undefined : { id, channel_id: channelId, attachments };
}

/** Reads the message that the command was chosen for, in the menu of that message. */
function readTarget(
  { data, guild_id: serverId }: RawInteraction,
  cache: GuildCache,
): CommandCall['target'] {
  const message = data?.resolved?.messages?.get(data.target_id ?? '');
  if (!message) return undefined;
  if (message.author?.id === cache.ownId) return 'own';

  // Discord sends the message without its server.
  return readAnyMessage(serverId ? { ...message, guild_id: serverId } : message, cache);
}
