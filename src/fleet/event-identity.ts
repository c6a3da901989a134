import type { InboundEvent } from '../contracts/inbox.ts';
import { channelKey, messageKey } from '../lib/channel-key.ts';
import { channelOfEvent } from './channel-of-event.ts';

/**
 * Recognises a second delivery of an event, as two connections to one network make them, or a network that missed the
 * receipt. `carried` may have the network's own number of what it delivered. `undefined`: a second run changes nothing,
 * or the network gives it no id.
 */
export function eventIdentity(event: InboundEvent, carried?: object): string | undefined {
  switch (event.kind) {
    case 'message': {
      const { channel, id, sentAt } = event.message;
      return `message ${messageKey(channel, id)} ${sentAt}`;
    }
    case 'command':
    case 'button':
    case 'form': {
      const { interaction, channel } = event.address;
      const id = interaction?.id ?? (event.kind === 'command' ? questionIdOf(event) : undefined);
      return id === undefined ? undefined : `${event.kind} ${messageKey(channel, id)}`;
    }
    default:
      return deliveryOf(event, carried);
  }
}

/** The ids of messages that only the bot sees count apart. */
function questionIdOf({ address }: InboundEvent & { kind: 'command' }): string | undefined {
  const { questionId, hiddenQuestionId } = address;
  return questionId ?? (hiddenQuestionId && `hidden-${hiddenQuestionId}`);
}

/** Such an event has no id of its own. Telegram numbers its updates: a press of its own Stop may come twice. */
function deliveryOf(event: InboundEvent, carried: object | undefined): string | undefined {
  const { updateId } = Object(carried) as { readonly updateId?: unknown };
  if (!Number.isSafeInteger(updateId)) return undefined;
  const { platform } = channelOfEvent(event);
  return `update ${channelKey({ platform, id: String(updateId) })}`;
}
