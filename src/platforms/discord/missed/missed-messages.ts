import type { Client } from 'discord.js';
import type { Address } from '../../../contracts/address.ts';
import type { Channel, ChatMessage } from '../../../contracts/chat-message.ts';
import { channelKey } from '../../../lib/channel-key.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import type { RestCalls } from '../connection/rest-calls.ts';
import type { Shard } from '../connection/shards/shard.ts';
import type { MessageTaker } from '../inbound/listen.ts';
import type { DirectChannels } from './direct-channels.ts';
import { findMissed } from './find-missed.ts';
import type { MissedWish } from './read-missed.ts';
import { createRequestBudget } from './request-budget.ts';
import { snowflakeAt } from './snowflake-at.ts';

/** Looks for the messages of a gap: the time between two sessions. Never rejects. */
export type TakeMissed = (gap: MissedGap) => Promise<void>;

interface MissedGap {
  /** Unix milliseconds. */
  readonly since: number;
  readonly shard: Shard;
  readonly client: Client;
  readonly taker: MessageTaker;
}

interface MissedMessagesParts {
  readonly wish: MissedWish;
  readonly calls: RestCalls;
  readonly directs: DirectChannels;
  readonly ownId: () => string;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the platform is stopped. */
  readonly stopped: AbortSignal;
}

const LONGEST_GAP_MS = 24 * 60 * 60_000;
/** An older question is only offered: whoever asked may be gone. */
const ANSWERED_WITHIN_MS = 60 * 60_000;
/** Discord's clock and ours differ. What comes twice is recognised. */
const MARGIN_MS = 5_000;
const MAX_REQUESTS = 300;

interface Question {
  readonly message: ChatMessage;
  readonly address: Address;
}

/** Creates the search after a gap. */
export function createMissedMessages(parts: MissedMessagesParts): TakeMissed {
  const { wish, calls, directs, ownId, clock, log, stopped } = parts;

  async function take({ since, shard, client, taker }: MissedGap): Promise<void> {
    const now = clock.now();
    const range = {
      sinceId: snowflakeAt(Math.max(since - MARGIN_MS, now - LONGEST_GAP_MS)),
      beforeId: snowflakeAt(now + MARGIN_MS),
    };
    const budget = createRequestBudget({ calls, clock, signal: stopped, most: MAX_REQUESTS });
    const directIds = shard.id === 0 ? await directs.list() : [];
    const found = await findMissed({
      ...{ client, range, directIds, budget, clock, log },
      ownId: ownId(),
      signal: stopped,
    });
    const isRecent = (message: Readonly<Record<string, unknown>>) =>
      wish === 'answer' && now - (Date.parse(String(message.timestamp)) || 0) < ANSWERED_WITHIN_MS;

    const offered = (
      await Promise.all(found.filter((each) => !isRecent(each)).map((each) => taker.read(each)))
    ).flat();
    const questions = offered.flatMap((event) => (event.kind === 'message' ? event : []));
    for (const [channel, asked] of groupByPlace(questions))
      await taker.deliver({ kind: 'missed', channel, questions: asked }, channel.id);
    for (const message of found.filter(isRecent)) await taker.take(message);

    if (found.length > 0) {
      const seconds = Math.round((now - since) / 1_000);
      log.info(
        { messages: found.length, offered: questions.length, seconds },
        'discord: found messages of the time without a connection',
      );
    }
  }

  return async (gap) => {
    if (wish === 'off' || stopped.aborted) return;
    await take(gap).catch((error: Error) =>
      log.warn({ error: error.message }, 'discord: missed messages not found'),
    );
  };
}

/** The questions of each place, in their order. */
function groupByPlace(
  questions: readonly Question[],
): readonly (readonly [Channel, readonly Question[]])[] {
  const groups = new Map<string, [Channel, Question[]]>();
  for (const { message, address } of questions) {
    if (message.addressed === false) continue;
    const key = channelKey(message.channel);
    const group = groups.get(key) ?? [message.channel, []];
    group[1].push({ message, address });
    groups.set(key, group);
  }
  return [...groups.values()];
}
