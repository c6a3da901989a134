import type { Conversations } from '../../contracts/conversations.ts';
import type { ReplySurface } from '../../contracts/reply-surface.ts';
import type { Turn } from '../../contracts/turns.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import { isButtonOf } from '../buttons.ts';

/** An answer that is opened again stands among newer ones. People do not open older ones again. */
const MAX_TURNS = 300;
/**
 * The last call of a process that died may still be under way to the network, and the death may be noticed sooner than
 * the call arrives.
 */
const ARRIVES_WITHIN_MS = 1_000;

/**
 * A surface that finds the message that an earlier run of this turn created without saving it, and takes none of another
 * answer for it. The later messages of an answer bear no mark; the first one has buttons.
 */
export async function amongOtherAnswers(
  surface: ReplySurface,
  turn: Turn,
  {
    conversations,
    clock,
  }: { readonly conversations: Pick<Conversations, 'since'>; readonly clock: Clock },
): Promise<ReplySurface> {
  const { findNext } = surface;
  if (!turn.creating || !findNext) return surface;

  const arrivesUntil = clock.now() + ARRIVES_WITHIN_MS;
  const others = await idsOfOthers(turn, conversations);
  const isFirst = turn.answerMessages.length === 0;
  const known = { others, ...(isFirst && { isOwnButton: isButtonOf(turn) }) };

  async function arrival(signal: AbortSignal): Promise<void> {
    const waitMs = arrivesUntil - clock.now();
    if (waitMs > 0) await sleep(clock, waitMs, signal);
  }

  return {
    ...surface,
    async put(message, page, options) {
      if (options.mayExist) await arrival(options.signal);
      return surface.put(message, page, { ...options, ...known });
    },
    async findNext(options) {
      await arrival(options.signal);
      return findNext({ ...options, ...known });
    },
  };
}

async function idsOfOthers(
  turn: Turn,
  conversations: Pick<Conversations, 'since'>,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  let count = 0;
  for await (const other of conversations.since(turn.address.channel)) {
    if (count++ === MAX_TURNS) break;
    if (other.id === turn.id) continue;
    for (const { messageId } of other.answerMessages) ids.add(messageId);
  }
  return ids;
}
