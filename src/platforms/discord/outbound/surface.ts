import type { Address, Interaction } from '../../../contracts/address.ts';
import type {
  EditBudget,
  OverallLimit,
  PutOptions,
  ReplyStyle,
  ReplySurface,
  TakeSpareCall,
  WriteCalls,
} from '../../../contracts/reply-surface.ts';
import { chatKey } from '../../../lib/chat-key.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import { DiscordError, hasCode } from '../connection/discord-error.ts';
import type { RestCalls } from '../connection/rest-calls.ts';
import { markPerson } from '../custom-id.ts';
import type { DiscordMessageRef } from '../message-ref.ts';
import { type DiscordPage, discordDialect } from '../rendering/dialect.ts';
import { limitMessages } from '../rendering/limit-messages.ts';
import type { Acknowledgements } from './acknowledgements.ts';
import { messageBudget } from './budgets.ts';
import { createChannelMessages } from './channel-messages.ts';
import { createForms } from './forms.ts';
import { DEAD_TOKEN_CODES } from './interaction-calls.ts';
import { createInteractionMessages } from './interaction-messages.ts';
import { createReactions } from './reactions.ts';

interface DiscordSurfaceParts {
  readonly calls: RestCalls;
  readonly clock: Clock;
  readonly acknowledgements: Acknowledgements;
  /** Throws a `DiscordError` before the bot is connected. */
  readonly identity: () => { readonly ownId: string; readonly applicationId: string };
  /** Multiplies every window and gap of the edit budget. */
  readonly timeScale: number;
  /** The limit of all requests of the bot. */
  readonly overall: OverallLimit;
}

/**
 * Where only a person installed the application, an interaction has one answer and five follow-ups:
 * https://discord.com/developers/docs/change-log, "User-Installed Apps General Availability", June 27, 2024.
 */
const guestDialect = limitMessages(discordDialect, 6);
/** Discord shows "typing" for 10 s. */
const TYPING_INTERVAL_MS = 8_000;
/** The wait for a call to spare. */
const TYPING_RETRY_MS = 2_000;

/**
 * Gives the surface of an address. Answers go by the token of its interaction while that is valid,
 * else by its channel.
 */
export function createDiscordSurfaces(
  parts: DiscordSurfaceParts,
): (address: Address, style?: ReplyStyle) => ReplySurface<DiscordPage, DiscordMessageRef> {
  const { calls, clock, timeScale, overall } = parts;
  const channelMessages = createChannelMessages(calls, clock, () => parts.identity().ownId);
  const reactions = createReactions(calls, clock, timeScale);
  const showForm = createForms(parts);
  const interactionMessages = createInteractionMessages({
    ...parts,
    applicationId: () => parts.identity().applicationId,
  });

  function hasLiveToken(address: Address): address is Address & { interaction: Interaction } {
    return interactionMessages.isAlive(address.interaction?.expiresAt);
  }

  function budgetOf(address: Address): EditBudget {
    const budget = { ...messageBudget(timeScale), chat: chatKey(address.channel) };
    if (hasLiveToken(address)) {
      return { ...budget, scope: `discord:interaction:${address.interaction.id}` };
    }

    return { ...budget, scope: `discord:${address.channel.id}`, overall };
  }

  /** Writes by the token of an interaction. `undefined`: no token reaches the message. */
  async function putByToken(
    address: Address,
    message: DiscordMessageRef | undefined,
    page: DiscordPage,
    options: PutOptions<DiscordMessageRef, DiscordPage>,
  ): Promise<DiscordMessageRef | undefined> {
    try {
      if (message) return await interactionMessages.edit(address, message, page, options);
      if (!hasLiveToken(address)) return undefined;
      return await interactionMessages.create(address, page, options);
    } catch (error) {
      if (!hasCode(error, ...DEAD_TOKEN_CODES)) throw error;
      return undefined;
    }
  }

  /** `false`: no token reaches the message. */
  async function removeByToken(message: DiscordMessageRef, calls?: WriteCalls): Promise<boolean> {
    try {
      return await interactionMessages.remove(message, calls);
    } catch (error) {
      if (!hasCode(error, ...DEAD_TOKEN_CODES)) throw error;
      return false;
    }
  }

  /** `false`: the limits of writes leave no call to spare. */
  async function showTypingOnce(
    channelId: string,
    until: AbortSignal,
    takeSpareCall: TakeSpareCall,
  ): Promise<boolean> {
    const endCall = calls.isPaused(channelId) ? undefined : takeSpareCall();
    if (!endCall) return false;

    const typing = calls.send('post', `/channels/${channelId}/typing`, {
      purpose: 'show typing',
      rateLimitKey: `typing in ${channelId}`,
      isPaced: true,
      signal: until,
    });
    await typing.catch(() => {}).finally(endCall);
    return true;
  }

  async function showTypingIn(
    channelId: string,
    until: AbortSignal,
    takeSpareCall: TakeSpareCall,
  ): Promise<void> {
    while (!until.aborted) {
      const isShown = await showTypingOnce(channelId, until, takeSpareCall);
      await sleep(clock, isShown ? TYPING_INTERVAL_MS : TYPING_RETRY_MS, until);
    }
  }

  function openSurface(
    address: Address,
    { language = 'en' }: ReplyStyle = {},
  ): ReplySurface<DiscordPage, DiscordMessageRef> {
    const { channel, interaction, onlyAsker = false } = address;
    const { personId, isGuest = false } = channel;
    const needsToken = interaction !== undefined && (isGuest || onlyAsker);
    const mark = (options: PutOptions<DiscordMessageRef, DiscordPage>) =>
      personId === undefined || !options.controls
        ? options
        : { ...options, controls: markPerson(options.controls, personId) };

    const surface: ReplySurface<DiscordPage, DiscordMessageRef> = {
      dialect: isGuest ? guestDialect : discordDialect,
      language,
      budget: () => budgetOf(address),

      async put(message, page, given) {
        const options = mark(given);
        const written = await putByToken(address, message, page, options);
        if (written) return written;

        // A new message in its place would stand below the message of a pressed button, which can still be edited.
        if (isGuest || isForAskerOnly(address, message, options)) {
          throw new DiscordError('Discord: the right to write there has ended.', { kind: 'gone' });
        }

        return message
          ? channelMessages.edit(message, page, options)
          : channelMessages.create(address, page, { ...options, language });
      },

      async remove(message, calls) {
        const isRemoved = await removeByToken(message, calls);
        if (isRemoved || message.onlyAsker || isGuest) return;
        await channelMessages.remove(message, calls);
      },

      showForm: async (form, signal) =>
        hasLiveToken(address) && showForm(address.interaction, form, signal),

      showTyping(until, takeSpareCall = () => () => {}) {
        // Discord itself shows that the answer to an interaction is under way.
        if (!interaction) void showTypingIn(channel.id, until, takeSpareCall);
      },
    };
    if (isGuest || personId !== undefined) {
      return needsToken ? { ...surface, endsAt: interactionMessages.endOf(interaction) } : surface;
    }

    return {
      ...surface,
      findNext: (options) => channelMessages.findOwn(address, options),
      removeControls: channelMessages.removeControls,
      // An interaction has no message of the person who asks.
      ...(address.questionId === undefined
        ? {}
        : { react: (emoji, signal) => reactions.react(address, emoji, signal) }),
    };
  }

  return openSurface;
}

/** True for a message that must never appear in the channel. */
function isForAskerOnly(
  address: Address,
  message: DiscordMessageRef | undefined,
  options: PutOptions<DiscordMessageRef>,
): boolean {
  if (message) return message.onlyAsker === true;
  if (options.after?.onlyAsker) return true;
  return options.onlyAsker === true && address.interaction !== undefined;
}
