import type { Inbox } from '../../../src/contracts/inbox.ts';
import type { Platform } from '../../../src/contracts/platform.ts';

/** The platform takes note of each event before `inbox` gets it, as in a process that reads and writes. */
export function receiveBefore(platform: Platform, inbox: Inbox): Inbox {
  return {
    ...inbox,
    accept(event, carried) {
      platform.receive?.(event, carried);
      return inbox.accept(event, carried);
    },
  };
}
