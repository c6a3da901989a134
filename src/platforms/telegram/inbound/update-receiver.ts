import type { Update } from 'grammy/types';
import type { InboundEvent, Inbox } from '../../../contracts/inbox.ts';
import type { Log } from '../../../lib/log.ts';
import { listUnreadableParts, readEvent, type UpdateContext } from './read-event.ts';

/** The parts of the receiver. */
interface UpdateReceiverParts {
  readonly inbox: Inbox;
  readonly context: UpdateContext;
  readonly log: Log;
}

/** Hands the event of an update to the inbox. Rejects as `Inbox.accept` does. */
export type ReceiveUpdate = (update: Update) => Promise<void>;

/**
 * Creates the receiver of one bot's updates. Their ids go along: a message and a press have an id of their own, but a
 * press of Telegram's own Stop has none, and may be delivered twice.
 */
export function createUpdateReceiver({ inbox, context, log }: UpdateReceiverParts): ReceiveUpdate {
  return async (update) => {
    const event = readEventOrSkip(update, context, log);
    if (event) await inbox.accept(event, { updateId: update.update_id });
  };
}

/**
 * An update that cannot be read today cannot be read later either, so it is not asked for again.
 */
function readEventOrSkip(
  update: Update,
  context: UpdateContext,
  log: Log,
): InboundEvent | undefined {
  try {
    const unreadable = listUnreadableParts(update);
    if (unreadable.length > 0) {
      const fields = { update: update.update_id, parts: unreadable };
      log.error(fields, 'telegram: update set aside, it cannot be read');
    }
    return readEvent(update, context);
  } catch (error) {
    log.error(
      { update: update.update_id, error: String(error) },
      'telegram: update set aside, it cannot be read',
    );
    return undefined;
  }
}
