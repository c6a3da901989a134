import type { Address } from '../../../contracts/address.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { createKeyedLock } from '../../../lib/keyed-lock.ts';
import { DiscordError, hasCode, hasKind } from '../connection/discord-error.ts';
import type { RestCalls, RestRoute } from '../connection/rest-calls.ts';
import { waitOutLimits } from '../connection/wait-out-limits.ts';

/** The bot's reactions to questions. */
export interface Reactions {
  /** As `ReplySurface.react`, for the question of the address. */
  react(address: Address, emoji: string | undefined, signal: AbortSignal): Promise<void>;
}

/** The reaction of a question of an earlier process. */
const DEFAULT_EMOJI = '👀';
/** Discord's code: the message has 20 different reactions. */
const TOO_MANY_REACTIONS = 30_010;
const REMEMBERED_REACTIONS = 1_000;

/** Observed: reactions have a limit of their own, one in this time for each channel, whether they are set or removed. */
const GAP_MS = 250;
/** Another process may have used the limit just before. */
const LONGEST_WAIT_MS = 2_000;

/** Creates the reactions of the bot. `timeScale` multiplies the gap between two of a channel. */
export function createReactions(calls: RestCalls, clock: Clock, timeScale = 1): Reactions {
  const remembered = { clock, maxEntries: REMEMBERED_REACTIONS };
  const shown = createExpiringMap<string, string>(remembered);
  /** The channels in which no other reaction may change yet. */
  const busy = createExpiringMap<string, true>(remembered);
  const inOrder = createKeyedLock();

  /** Runs the changes of a channel one after the other. */
  async function paced(channelId: string, signal: AbortSignal, call: () => Promise<unknown>) {
    await inOrder(channelId, async () => {
      const waitMs = busy.remainingMs(channelId);
      if (waitMs > 0) await sleep(clock, waitMs, signal);
      // The network counts a call from its arrival.
      await call().finally(() => busy.set(channelId, true, GAP_MS * timeScale));
    });
  }

  async function send(
    method: 'put' | 'delete',
    route: RestRoute,
    { channelId, signal }: { readonly channelId: string; readonly signal: AbortSignal },
  ): Promise<void> {
    const purpose = method === 'put' ? 'react to a message' : 'remove a reaction';
    const options = { purpose, rateLimitKey: `reactions in ${channelId}`, signal };
    const patience = { clock, signal, longestWaitMs: LONGEST_WAIT_MS };
    await paced(channelId, signal, () =>
      waitOutLimits(patience, () => calls.send(method, route, options)),
    );
  }

  return {
    async react(address, emoji, signal) {
      const { questionId = '' } = address;
      const channelId = questionChannel(address);
      const routeOf = (symbol: string) =>
        `/channels/${channelId}/messages/${questionId}/reactions/${encodeURIComponent(symbol)}/@me` as const;

      if (emoji !== undefined) {
        shown.set(questionId, emoji);
        await send('put', routeOf(emoji), { channelId, signal }).catch(explainLimit);
        return;
      }

      const previous = shown.get(questionId) ?? DEFAULT_EMOJI;
      try {
        await send('delete', routeOf(previous), { channelId, signal });
        shown.delete(questionId);
      } catch (error) {
        // The question or the reaction was removed.
        if (!hasKind(error, 'gone')) throw error;
      }
    },
  };
}

/** The question of a thread that was opened on it is in the channel of the thread. */
function questionChannel({ channel, opensThread }: Address): string {
  return opensThread === undefined ? channel.id : (channel.parentId ?? channel.id);
}

function explainLimit(error: unknown): never {
  if (!hasCode(error, TOO_MANY_REACTIONS)) throw error;
  throw new DiscordError('Discord: a message takes no more reactions.', { kind: 'forbidden' });
}
