import type { Channel } from '../contracts/chat-message.ts';
import type { InboundEvent } from '../contracts/inbox.ts';
import { assertNever } from '../lib/assert-never.ts';

/** The channel in which an event happened. */
export function channelOfEvent(event: InboundEvent): Channel {
  switch (event.kind) {
    case 'message':
    case 'edited':
      return event.message.channel;
    case 'command':
      return event.call.channel;
    case 'button':
    case 'form':
    case 'stopped':
      return event.address.channel;
    case 'migrated':
      return event.from;
    case 'missed':
    case 'deleted':
    case 'forgotten':
    case 'added':
    case 'removed':
      return event.channel;
    default:
      return assertNever(event);
  }
}
