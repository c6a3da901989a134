import type { ChatMessage } from '../../../contracts/chat-message.ts';
import type { InboundEvent } from '../../../contracts/inbox.ts';
import type { Acknowledgements } from '../outbound/acknowledgements.ts';
import { type Carried, carriedReader } from './carried.ts';
import type { MessageSource } from './message-source.ts';
import { openInteraction } from './open-interaction.ts';
import type { ServerNames } from './server-names.ts';

interface EventReceiverParts {
  readonly acknowledgements: Pick<Acknowledgements, 'expect'>;
  readonly source: Pick<MessageSource, 'remember' | 'forget'>;
  readonly names: Pick<ServerNames, 'set'>;
}

/** As long as a command can be answered. */
const SHARED_BY_COMMAND_MS = 15 * 60_000;

/** Creates the function behind `Platform.receive`: what an event leaves in the memory of the process that answers. */
export function createEventReceiver(
  parts: EventReceiverParts,
): (event: InboundEvent, carried?: object) => void {
  const { acknowledgements, source, names } = parts;

  function keepFiles({ messages = [] }: Carried, durationMs?: number): void {
    for (const message of messages) source.remember(message, durationMs);
  }

  /** Messages that are read again name only the account of their author. */
  function keepName({ channel: { server }, author, origin }: ChatMessage): void {
    // The messages of a webhook have any names. It has no roles.
    const isMember = origin === undefined && (!author.isBot || author.roles.length > 0);
    if (server !== undefined && isMember) names.set(server, author.id, author.name);
  }

  return (event, given) => {
    const carried: Carried = carriedReader(given) ?? {};
    const open = openInteraction(event, carried);
    if (open) acknowledgements.expect(open);

    switch (event.kind) {
      case 'message':
        keepName(event.message);
        keepFiles(carried);
        return;
      case 'edited':
        // No file of a message that people took back may be fetched later.
        source.forget(event.message.channel.id, event.message.id);
        keepName(event.message);
        keepFiles(carried);
        return;
      case 'deleted':
        source.forget(event.channel.id, event.messageId);
        return;
      case 'command':
        // The bot may not be able to read again what a person shared with it by a command.
        keepFiles(carried, SHARED_BY_COMMAND_MS);
        return;
    }
  };
}
