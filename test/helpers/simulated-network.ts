import type {
  EditBudget,
  MessageRef,
  PutOptions,
  RateLimitState,
  ReplySurface,
} from '../../src/contracts/reply-surface.ts';
import { PlatformError, type PlatformErrorKind } from '../../src/errors.ts';
import { type Clock, sleep } from '../../src/lib/clock.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { pagesOf } from './fake-surface.ts';
import type { SimulatedLimiter, Verdict, WriteMethod } from './simulated-limiters.ts';

/** One write to the network. */
export interface SimulatedCall {
  readonly method: WriteMethod;
  readonly channelId: string;
  readonly messageId: string;
  readonly text: string;
}

/**
 * - `lost answer`: the call arrives, its answer does not
 * - `lost call`: neither arrives
 * - `server error`: the call counts, and fails
 * - `penalty`: a 429 that the limiter does not explain
 */
export type SimulatedFault = 'lost answer' | 'lost call' | 'server error' | 'penalty';

/** The properties of a simulated network. */
export interface SimulatedNetworkOptions {
  readonly clock: Clock;
  readonly limiter: SimulatedLimiter;
  /** Gives the time that the next call takes, there and back. */
  readonly latencyMs: () => number;
  /** Gives the fault of the next call, if there is one. */
  readonly fault?: () => SimulatedFault | undefined;
  readonly penaltyMs?: number;
  /** The number of characters that a message can hold. */
  readonly pageLimit?: number;
}

/** A network in memory. The test decides its limits, its latency and its faults. */
export interface SimulatedNetwork {
  /**
   * Resolves when the network has answered.
   *
   * @throws A `PlatformError`, as a surface does.
   */
  send(call: SimulatedCall): Promise<Verdict>;
  surface(channelId: string, budget: EditBudget): ReplySurface<string>;
  /** The text of each message, by id. */
  readonly messages: Map<string, string>;
  readonly counts: {
    calls: number;
    /** Calls over the limit, which the limiter refused. */
    refused: number;
    /** Calls during a penalty. */
    whileBlocked: number;
    faults: number;
    /** The largest number of calls of one surface at the same time. */
    maxInFlight: number;
  };
}

/** Makes a network without messages. Its surfaces share its limits. */
export function createSimulatedNetwork(options: SimulatedNetworkOptions): SimulatedNetwork {
  const {
    clock,
    limiter,
    latencyMs,
    pageLimit = Number.MAX_SAFE_INTEGER,
    penaltyMs = 10_000,
  } = options;
  const messages = new Map<string, string>();
  const counts = { calls: 0, refused: 0, whileBlocked: 0, faults: 0, maxInFlight: 0 };
  /** By scope. From the moment at which the caller learns of the penalty. */
  const blockedUntil = new Map<string, number>();
  let lastMessageNumber = 0;

  async function send(call: SimulatedCall): Promise<Verdict> {
    const halfLatencyMs = latencyMs() / 2;
    const scope = scopeOf(call);
    counts.calls += 1;
    if (clock.now() < (blockedUntil.get(scope) ?? 0)) counts.whileBlocked += 1;
    const fault = options.fault?.();
    if (fault) counts.faults += 1;

    await sleep(clock, halfLatencyMs);
    const verdict = fault === 'lost call' ? { waitMs: 0 } : judge(call, fault);
    await sleep(clock, halfLatencyMs);

    if (verdict.waitMs > 0) blockedUntil.set(scope, clock.now() + verdict.waitMs);
    throwIfFailed(verdict, fault);
    return verdict;
  }

  function judge(
    { method, channelId, messageId, text }: SimulatedCall,
    fault: SimulatedFault | undefined,
  ): Verdict {
    if (fault === 'penalty') return { waitMs: penaltyMs };

    const verdict = limiter.take(method, channelId);
    if (verdict.waitMs > 0) counts.refused += 1;
    else if (fault !== 'server error' && method !== 'draft') messages.set(messageId, text);
    return verdict;
  }

  function surface(channelId: string, budget: EditBudget): ReplySurface<string> {
    /** A repeated create finds the message of the first try, as with Discord's nonce. */
    const idsByKey = new Map<string, string>();
    /** The last text of each draft. */
    const draftTexts = new Map<string, string>();
    let inFlight = 0;

    function idOf(message: MessageRef | undefined, key: string): string {
      const id = message?.messageId ?? idsByKey.get(key) ?? `${channelId}#${++lastMessageNumber}`;
      idsByKey.set(key, id);
      return id;
    }

    /** Sends nothing during a penalty, like Telegram's surface. */
    async function sendDraft(call: Omit<SimulatedCall, 'method'>): Promise<void> {
      const draft: SimulatedCall = { ...call, method: 'draft' };
      const remainingMs = (blockedUntil.get(scopeOf(draft)) ?? 0) - clock.now();
      if (remainingMs > 0) throw createError('rate_limit', remainingMs);
      await send(draft);
    }

    async function write(
      method: WriteMethod,
      messageId: string,
      text: string,
    ): Promise<RateLimitState | undefined> {
      const call = { channelId, messageId, text };
      if (method === 'draft') {
        await sendDraft(call);
        draftTexts.set(messageId, text);
        return undefined;
      }

      // The last draft shows the same text as the message that replaces it.
      const needsLastDraft = draftTexts.has(messageId) && draftTexts.get(messageId) !== text;
      if (needsLastDraft) await sendDraft(call).catch(() => {});
      const { rateLimit } = await send({ ...call, method });
      return rateLimit;
    }

    async function put(
      message: MessageRef | undefined,
      text: string,
      { key, onRateLimit, state }: PutOptions,
    ): Promise<MessageRef> {
      const messageId = idOf(message, key);
      const isDraft = budget.previews !== undefined && state === 'growing';
      const method = message && messages.has(messageId) ? 'edit' : 'create';
      counts.maxInFlight = Math.max(counts.maxInFlight, ++inFlight);
      try {
        const rateLimit = await write(isDraft ? 'draft' : method, messageId, text);
        if (rateLimit) onRateLimit?.(rateLimit);
        return isDraft ? { messageId, isDraft } : { messageId };
      } finally {
        inFlight -= 1;
      }
    }

    return {
      budget: () => budget,
      dialect: {
        open: () => ({ update: (markdown) => pagesOf(markdown, pageLimit) }),
        same: (a, b) => a === b,
      },
      put,
      remove: async ({ messageId }) => void messages.delete(messageId),
      showTyping: () => {},
    };
  }

  return { send, surface, messages, counts };
}

/** Drafts have a penalty of their own. The topics of a forum share one. */
function scopeOf({ method, channelId }: SimulatedCall): string {
  return `${method === 'draft' ? 'draft ' : ''}${channelId.split('/')[0]}`;
}

function throwIfFailed({ waitMs }: Verdict, fault: SimulatedFault | undefined): void {
  if (waitMs > 0) throw createError('rate_limit', waitMs);
  if (fault) throw createError(fault === 'server error' ? 'server' : 'network');
}

function createError(kind: PlatformErrorKind, retryAfterMs?: number): PlatformError {
  return new PlatformError(`refused: ${kind}`, {
    kind,
    platform: 'simulated',
    ...omitUndefined({ retryAfterMs }),
  });
}
