import type { Conversations } from '../../contracts/conversations.ts';
import type { ReplySurface } from '../../contracts/reply-surface.ts';
import type { Turn } from '../../contracts/turns.ts';

/** An answer that is opened again stands among newer ones. People do not open older ones again. */
const MAX_TURNS = 300;

/**
 * A surface that takes no message of another answer for one that an earlier run of this turn created
 * without saving it: the later messages of an answer bear no mark.
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
  return {
    ...surface,
    put: (message, page, options) => surface.put(message, page, { ...options, others }),
    findNext: (options) => findNext({ ...options, others }),
  };
}
