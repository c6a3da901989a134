import type { AccessRequests, Grants, Pairing } from '../contracts/access.ts';
import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { openAccessRequests } from './access-requests.ts';
import { type ChatMoves, openChatMoves } from './chat-moves.ts';
import { openGrants } from './grants.ts';
import { createPairing } from './pairing.ts';

/** The store of everything about access that changes while the bot runs. */
export interface AccessRecordsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** The people who were let in or shut out, those who ask for it, the new ids of chats, and the codes that make admins. */
export interface AccessRecords {
  readonly grants: Grants;
  readonly requests: AccessRequests;
  readonly moves: ChatMoves;
  readonly pairing: Pairing;
}

/** Opens the stored records of access. */
export async function openAccessRecords({
  store,
  clock,
  log,
}: AccessRecordsParts): Promise<AccessRecords> {
  const grants = await openGrants({ store, clock, log });
  return {
    grants,
    requests: await openAccessRequests({ store, clock, log }),
    moves: await openChatMoves({ store, clock, log }),
    pairing: createPairing({ store, grants, clock }),
  };
}
