import type { Update } from 'grammy/types';
import type { InboundEvent, Inbox } from '../../../contracts/inbox.ts';
import type { Log } from '../../../lib/log.ts';
import type { CallbackAnswers } from '../outbound/callback-answers.ts';
import { readEvent, type UpdateContext } from './read-event.ts';

/** Hands one update to the inbox. Rejects as `Inbox.accept` does. */
export function createUpdateHandler({
  presses,
  reader,
  inbox,
  log,
}: {
  presses: CallbackAnswers;
  reader: UpdateContext;
  inbox: Inbox;
  log: Log;
}): (update: Update) => Promise<void> {
  /** An update that cannot be read now never can. */
  function tryToRead(update: Update): InboundEvent | undefined {
    try {
      return readEvent(update, reader);
    } catch (error) {
      log.error(
        { update: update.update_id, error: String(error) },
        'an update was set aside: it cannot be read',
      );
      return undefined;
    }
  }

  return async (update) => {
    // Before any work: after some seconds no answer is taken any more.
    if (update.callback_query) presses.register(update.callback_query.id);
    const event = tryToRead(update);
    if (event) await inbox.accept(event);
  };
}
