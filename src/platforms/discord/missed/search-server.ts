import { type Clock, sleep } from '../../../lib/clock.ts';
import { fieldsReader, integerReader, numberReader } from '../../../lib/json-reader.ts';
import { hasKind } from '../connection/discord-error.ts';
import { idReader } from '../inbound/raw-content.ts';
import type { RequestBudget } from './request-budget.ts';

/** The messages between two ids, without both. */
export interface MissedRange {
  readonly sinceId: string;
  readonly beforeId: string;
}

/** What the messages have in common. */
export type SearchFilter =
  | { readonly mentions: string }
  | { readonly mentions_role_id: string }
  | { readonly replied_to_user_id: string };

interface SearchServerParts {
  readonly budget: RequestBudget;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Discord's code for a server whose index is being built: an answer of status 202. */
const NOT_INDEXED = 110_000;
const MAX_WAITS = 3;
const LONGEST_WAIT_MS = 15_000;
const PAGE = 25;
const MAX_PAGES = 4;

const answerReader = fieldsReader({ code: integerReader, retry_after: numberReader });
const idOf = fieldsReader({ id: idReader }, 'id');

/**
 * Searches the messages of a server: https://docs.discord.com/developers/resources/message#search-guild-messages.
 * It needs the Message Content intent and the permission to read the history. `undefined`: it is not possible there.
 */
export async function searchServer(
  serverId: string,
  filter: SearchFilter,
  { sinceId, beforeId }: MissedRange,
  { budget, clock, signal }: SearchServerParts,
): Promise<readonly unknown[] | undefined> {
  const route = `/guilds/${serverId}/messages/search` as const;

  /** Waits while the server is not indexed yet. */
  async function ask(query: Readonly<Record<string, string>>): Promise<unknown> {
    for (let waits = 0; ; waits += 1) {
      const answer = await budget.get(route, query);
      const { code, retry_after: seconds = 0 } = answerReader(answer) ?? {};
      if (code !== NOT_INDEXED) return answer;
      if (waits === MAX_WAITS || signal.aborted) return undefined;
      await sleep(clock, Math.min(seconds * 1_000, LONGEST_WAIT_MS), signal);
    }
  }

  const found: unknown[] = [];
  let minId = sinceId;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = { ...filter, min_id: minId, max_id: beforeId, limit: String(PAGE) };
    const order = { sort_by: 'timestamp', sort_order: 'asc', include_nsfw: 'true' };
    const answer = await ask({ ...query, ...order }).catch((error: unknown) => {
      // Another answer is that of a server which has no search, or not for this bot.
      if (hasKind(error, 'network', 'canceled')) throw error;
    });
    const messages = readMessages(answer);
    if (!messages) return page === 0 ? undefined : found;
    found.push(...messages);
    // A page may be shorter than the limit though there are more.
    const last = idOf(messages.at(-1))?.id;
    if (last === undefined) break;
    minId = last;
  }
  return found;
}

/** Each message is in a list of its own: there were neighbours of it once. */
function readMessages(answer: unknown): readonly unknown[] | undefined {
  const { messages } = Object(answer);
  return Array.isArray(messages) ? messages.flat() : undefined;
}
