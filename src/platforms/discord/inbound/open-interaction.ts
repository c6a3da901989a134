import type { InboundEvent } from '../../../contracts/inbox.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { interactionStart } from '../interaction-time.ts';
import type { OpenInteraction } from '../outbound/acknowledgements.ts';
import type { Carried } from './carried.ts';

/** Gives the interaction of an event that waits for an acknowledgement. `undefined`: the event is none. */
export function openInteraction(
  event: InboundEvent,
  { mayOpenForm, isDeferred }: Carried = {},
): OpenInteraction | undefined {
  if (event.kind !== 'command' && event.kind !== 'button' && event.kind !== 'form')
    return undefined;
  const { interaction } = event.address;
  if (!interaction) return undefined;

  return omitUndefined({
    id: interaction.id,
    token: interaction.token,
    madeAt: interactionStart(interaction),
    buttonMessageId: event.kind === 'command' ? undefined : event.message?.messageId,
    mayOpenForm,
    isPrivate: event.kind === 'command' ? event.call.options.private === 'true' : undefined,
    isDeferred,
  });
}
