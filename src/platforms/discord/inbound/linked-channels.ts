import type { InboundEvent } from '../../../contracts/inbox.ts';
import { findMessageLinks } from './read-links.ts';

/** True for a message that addresses the bot. */
export function isQuestion(
  event: InboundEvent,
): event is InboundEvent & { readonly kind: 'message' | 'edited' } {
  const isMessage = event.kind === 'message' || event.kind === 'edited';
  return isMessage && event.message.addressed !== false;
}

/** The channels to which a question links. */
export function linkedChannels(event: InboundEvent): readonly string[] {
  if (!isQuestion(event)) return [];

  const { channel, text } = event.message;
  if (channel.server === undefined) return [];
  return findMessageLinks(text)
    .filter(({ serverId }) => serverId === channel.server)
    .map(({ channelId }) => channelId);
}
