import type { InboundEvent } from '../contracts/inbox.ts';
import { messageKey } from '../lib/channel-key.ts';

/**
 * Recognises a second delivery of an event, as two connections to one network make them, or a network that missed the
 * receipt. `undefined`: a second run changes nothing, or the network gives it no id.
 */
export function eventIdentity(event: InboundEvent): string | undefined {
  switch (event.kind) {
    case 'message': {
      const { channel, id, sentAt } = event.message;
      return `message ${messageKey(channel, id)} ${sentAt}`;
    }
    case 'command':
    case 'button':
    case 'form': {
      const { interaction, questionId, channel } = event.address;
      const id = interaction?.id ?? (event.kind === 'command' ? questionId : undefined);
      return id === undefined ? undefined : `${event.kind} ${messageKey(channel, id)}`;
    }
    default:
      return undefined;
  }
}
