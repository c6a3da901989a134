import type { Conversations } from '../../contracts/conversations.ts';
import type { ReplySurface } from '../../contracts/reply-surface.ts';
import type { Turn } from '../../contracts/turns.ts';
import { isButtonOf } from '../buttons.ts';

/** An answer that is opened again stands among newer ones. People do not open older ones again. */
const MAX_TURNS = 300;

/**
 * A surface that takes no message of another answer for one that an earlier run of this turn created
 * without saving it. The later messages of an answer bear no mark; the first one has buttons.
 */
export async function amongOtherAnswers(
  surface: ReplySurface,
  turn: Turn,
  conversations: Pick<Conversations, 'since'>,
): Promise<ReplySurface> {
  const { findNext } = surface;
  if (!turn.creating || !findNext) return surface;

  const others = new Set<string>();
  let count = 0;
  for await (const other of conversations.since(turn.address.channel)) {
    if (count++ === MAX_TURNS) break;
    if (other.id === turn.id) continue;
    for (const { messageId } of other.answerMessages) others.add(messageId);
  }
  const isFirst = turn.answerMessages.length === 0;
  const known = { others, ...(isFirst && { isOwnButton: isButtonOf(turn) }) };
  return {
    ...surface,
    put: (message, page, options) => surface.put(message, page, { ...options, ...known }),
    findNext: (options) => findNext({ ...options, ...known }),
  };
}
