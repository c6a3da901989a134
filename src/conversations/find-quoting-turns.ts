import type { QuotedMessage } from '../contracts/chat-message.ts';
import type { Turn } from '../contracts/turns.ts';
import { readBackwards } from './read-history.ts';
import type { SharedState } from './shared-state.ts';
import { withoutQuotes } from './without-quotes.ts';

/** People quote what they can still see. More turns are not worth the reads. */
const MAX_SEARCHED_TURNS = 300;

/**
 * Finds the turns after `turn` that quote one of these messages or build on it, and gives them without it:
 * words that people took back must not reach a model as a quote either.
 */
export async function findQuotingTurns(
  shared: SharedState,
  { conversation, sequence }: Turn,
  messageIds: ReadonlySet<string>,
): Promise<readonly Turn[]> {
  const { open, readHead } = shared;
  const head = await readHead(conversation);
  const oldest = Math.max(sequence, head.sequence - MAX_SEARCHED_TURNS);
  const isTakenBack = ({ id }: QuotedMessage) => messageIds.has(id);

  const quoting: Turn[] = [];
  for await (const later of readBackwards(shared, conversation, head.sequence)) {
    if (later.sequence <= oldest) break;
    const current = open.find(later) ?? later;
    const remaining = withoutQuotes(current, isTakenBack);
    if (remaining !== current) quoting.push(remaining);
  }
  return quoting;
}
