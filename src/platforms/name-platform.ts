import type { Address } from '../contracts/address.ts';
import type { Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { CommandCall } from '../contracts/command.ts';
import type { InboundEvent, Inbox } from '../contracts/inbox.ts';
import type { MessageArchive } from '../contracts/message-archive.ts';
import type { Platform } from '../contracts/platform.ts';
import type { EditBudget, ReplySurface } from '../contracts/reply-surface.ts';
import type { TakeCall } from '../contracts/take-call.ts';
import { assertNever } from '../lib/assert-never.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';

/**
 * Decorates the platform of one of several bots of a network. Its channels, and the scopes of its limits,
 * have the name `discord@memes` in place of `discord`: its conversations are its own, and the limits of a
 * network count for each bot. An adapter knows only its network.
 */
export function namePlatform(platform: Platform, name: string): Platform {
  const rename = createRenaming(name);
  const ownNames = createRenaming(platform.name);
  const { archive, openDirect, receive, shareLimits } = platform;

  return {
    ...platform,
    name,
    start: (inbox, onConnection, memory) =>
      platform.start(renameInbox(inbox, rename), onConnection, memory),
    surface: (address, style) =>
      renameSurface(platform.surface(address, style), platform.name, name),
    ...omitUndefined({
      receive:
        receive &&
        ((event: InboundEvent, carried?: object) => receive(renameEvent(event, ownNames), carried)),
      shareLimits:
        shareLimits &&
        ((takeCall: TakeCall) =>
          shareLimits((budget, signal) =>
            takeCall(renameBudget(budget, platform.name, name), signal),
          )),
      archive: archive && renameArchive(archive, rename),
      openDirect:
        openDirect &&
        (async (personId: string, signal: AbortSignal) =>
          rename.channel(await openDirect(personId, signal))),
    }),
  };
}

/** Puts the name of the bot into everything that an adapter reads. */
interface Renaming {
  channel(channel: Channel): Channel;
  address(address: Address): Address;
  message(message: ChatMessage): ChatMessage;
  call(call: CommandCall): CommandCall;
}

function createRenaming(platform: string): Renaming {
  const channel = (given: Channel): Channel => ({ ...given, platform });
  const message = (given: ChatMessage) => ({ ...given, channel: channel(given.channel) });

  return {
    channel,
    message,
    address: (given) => ({ ...given, channel: channel(given.channel) }),
    call(given) {
      const { target } = given;
      const renamed = typeof target === 'object' ? message(target) : target;
      return omitUndefined({ ...given, channel: channel(given.channel), target: renamed });
    },
  };
}

function renameInbox(inbox: Inbox, rename: Renaming): Inbox {
  return {
    accept: (event, carried) => inbox.accept(renameEvent(event, rename), carried),
    complete: (call, option) => inbox.complete(rename.call(call), option),
  };
}

function renameEvent(event: InboundEvent, rename: Renaming): InboundEvent {
  switch (event.kind) {
    case 'message':
    case 'edited':
      return {
        ...event,
        message: rename.message(event.message),
        address: rename.address(event.address),
      };
    case 'command':
      return { ...event, call: rename.call(event.call), address: rename.address(event.address) };
    case 'button':
    case 'form':
    case 'stopped':
      return { ...event, address: rename.address(event.address) };
    case 'missed':
      return {
        ...event,
        channel: rename.channel(event.channel),
        questions: event.questions.map(({ message, address }) => ({
          message: rename.message(message),
          address: rename.address(address),
        })),
      };
    case 'migrated':
      return { ...event, from: rename.channel(event.from), to: rename.channel(event.to) };
    case 'deleted':
    case 'forgotten':
    case 'added':
    case 'removed':
      return { ...event, channel: rename.channel(event.channel) };
    default:
      return assertNever(event);
  }
}

function renameArchive(archive: MessageArchive, rename: Renaming): MessageArchive {
  const renameFound = (message: ChatMessage | undefined) => message && rename.message(message);

  return {
    read: async (location, signal) => renameFound(await archive.read(location, signal)),
    readBefore: async (location, count, signal) =>
      (await archive.readBefore(location, count, signal)).map(rename.message),
    readThreadStart: async (thread, signal) =>
      renameFound(await archive.readThreadStart(thread, signal)),
  };
}

function renameSurface(surface: ReplySurface, network: string, name: string): ReplySurface {
  const { plainSurface } = surface;
  return {
    ...surface,
    budget: () => renameBudget(surface.budget(), network, name),
    ...omitUndefined({ plainSurface: plainSurface && renameSurface(plainSurface, network, name) }),
  };
}

/** The scope `telegram:123` is a limit of one bot: that of another one is `telegram@memes:123`. */
function renameBudget(budget: EditBudget, network: string, name: string): EditBudget {
  const { scope, chat, overall, previews } = budget;
  const renameScope = (given: string) =>
    given === network || given.startsWith(`${network}:`)
      ? `${name}${given.slice(network.length)}`
      : `${name}:${given}`;

  return omitUndefined({
    ...budget,
    scope: renameScope(scope),
    chat: chat && renameScope(chat),
    overall: overall && { ...overall, scope: renameScope(overall.scope) },
    previews: previews && renameBudget(previews, network, name),
  });
}
