import type { Conversations } from '../contracts/conversations.ts';
import type { Store } from '../contracts/store.ts';
import type { Turns } from '../contracts/turns.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createConversations } from './conversations.ts';
import { createLedger } from './ledger.ts';
import { recoverOpenTurns } from './recover-open-turns.ts';
import type { TurnLimits } from './turn-limits.ts';
import { createTurns } from './turns.ts';

export interface ConversationsOptions extends Partial<TurnLimits> {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Opens what is stored of all conversations; turns that an earlier run left open can be claimed. The store must be this
 * process's alone (see `acquireLease`). What it keeps in memory is bounded by the turns that are open.
 */
export async function openConversations(
  options: ConversationsOptions,
): Promise<{ readonly turns: Turns; readonly conversations: Conversations }> {
  const {
    store,
    clock,
    log,
    historyDays = 30,
    waitingLimit = 20,
    inputLimit = 50,
    openLimit = 10_000,
  } = options;
  const ledger = createLedger({ store, clock });
  await recoverOpenTurns(ledger, log);
  return {
    turns: createTurns(ledger, { historyDays, waitingLimit, inputLimit, openLimit }),
    conversations: createConversations(ledger),
  };
}
