import type { PromptMessage } from '../../contracts/provider.ts';
import type { Turn } from '../../contracts/turns.ts';

/** The earlier turns of a prompt. */
export interface CollectedHistory {
  /** A question and its answer after another, oldest first. */
  readonly messages: readonly PromptMessage[];
  /** Older turns exist, and nothing else of the prompt holds them. */
  readonly isTrimmed: boolean;
  /** The sequence number from which on the history is whole. */
  readonly start: number;
}

/** The turns to choose from, and the room for them. */
export interface HistoryParts {
  /** The turn whose prompt it is. */
  readonly turn: Turn;
  /** Newest first. */
  readonly earlierTurns: AsyncIterable<Turn>;
  /** Writes a question with its answer. */
  write(turn: Turn): Promise<readonly PromptMessage[]>;
  count(messages: readonly PromptMessage[]): number;
  readonly freeTokens: number;
  /** Turns up to this one are summarised. */
  readonly summarisedTo: number;
  /** The history begins here, unless it has to begin later. */
  readonly knownStart: number;
}

/** Bounds the memory for models with a window of a million tokens. */
const MAX_TURNS = 400;
/** A history that no longer fits is shortened to this, so that many questions follow before the next time. */
const SHARE_AFTER_TRIM = 0.7;

interface Exchange {
  readonly sequence: number;
  readonly messages: readonly PromptMessage[];
  readonly tokens: number;
}

/** Collects the newest turns that fit. Never takes a question without its answer, and reads no more than it needs. */
export async function collectHistory(parts: HistoryParts): Promise<CollectedHistory> {
  const { turn, freeTokens, summarisedTo, knownStart } = parts;
  const newestFirst: Exchange[] = [];
  let tokens = 0;

  for await (const earlier of parts.earlierTurns) {
    const { sequence } = earlier;
    if (sequence <= summarisedTo) break;
    if (sequence < knownStart) return finish(newestFirst, true, knownStart);

    const messages = await parts.write(earlier);
    const exchange = { sequence, messages, tokens: parts.count(messages) };
    tokens += exchange.tokens;
    if (tokens > freeTokens || newestFirst.length === MAX_TURNS) {
      const kept = trim(newestFirst, freeTokens);
      return finish(kept, true, kept.at(-1)?.sequence ?? turn.sequence);
    }
    newestFirst.push(exchange);
  }
  return finish(newestFirst, false, summarisedTo + 1);
}

/** Shortens a history that no longer fits. At least the newest exchange stays. */
function trim(newestFirst: readonly Exchange[], freeTokens: number): readonly Exchange[] {
  let tokens = 0;
  const end = newestFirst.findIndex((exchange, index) => {
    tokens += exchange.tokens;
    return index > 0 && tokens > freeTokens * SHARE_AFTER_TRIM;
  });
  return end < 0 ? newestFirst : newestFirst.slice(0, end);
}

function finish(
  newestFirst: readonly Exchange[],
  isTrimmed: boolean,
  start: number,
): CollectedHistory {
  const messages = newestFirst.toReversed().flatMap((exchange) => exchange.messages);
  return { messages, isTrimmed, start };
}
