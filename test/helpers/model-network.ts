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
import type { Limiter, ModelMethod, Verdict } from './model-limiters.ts';

/** One call to the network. */
interface ModelCall {
  readonly method: ModelMethod;
  readonly channelId: string;
  readonly messageId: string;
  readonly text: string;
}

/**
 * A fault of one call:
 * - `lost`: the call arrives, but not its answer
 * - `unheard`: neither the call nor its answer arrives
 * - `broken`: the network counts the call, and fails
 * - `penalty`: a 429 that the limiter does not explain
 */
export type ModelFault = 'lost' | 'unheard' | 'broken' | 'penalty';

/** The behaviour of a model network. */
interface ModelNetworkOptions {
  readonly clock: Clock;
  readonly limiter: Limiter;
  /** Gives the time of the next call, there and back. */
  readonly latencyMs: () => number;
  readonly fault?: () => ModelFault | undefined;
  readonly penaltyMs?: number;
  /** The number of characters in one message. */
  readonly pageLimit?: number;
}

/** A network in memory. The test decides about its limits, latency and faults. */
export interface ModelNetwork {
  /** Resolves when the network has answered the call. Fails as a surface does. */
  send(call: ModelCall): Promise<{ readonly left?: RateLimitState }>;
  surface(channelId: string, budget: EditBudget): ReplySurface<string>;
  /** The text of each message, by its id. */
  readonly messages: Map<string, string>;
  /** Counts of what happened so far. */
  readonly seen: {
    calls: number;
    refused: number;
    whileBlocked: number;
    faults: number;
    mostInFlight: number;
  };
}

/** Creates a network without messages. */
export function createModelNetwork(options: ModelNetworkOptions): ModelNetwork {
  const {
    clock,
    limiter,
    latencyMs,
    pageLimit = Number.MAX_SAFE_INTEGER,
    penaltyMs = 10_000,
  } = options;
  const messages = new Map<string, string>();
  const seen = { calls: 0, refused: 0, whileBlocked: 0, faults: 0, mostInFlight: 0 };
  /** The end of each scope's penalty, as its callers know it. */
  const blockedUntil = new Map<string, number>();
  let count = 0;

  async function send(call: ModelCall): Promise<{ readonly left?: RateLimitState }> {
    const halfMs = latencyMs() / 2;
    const scope = `${call.method === 'draft' ? 'draft ' : ''}${call.channelId.split('/')[0]}`;
    const fault = options.fault?.();
    seen.calls += 1;
    if (clock.now() < (blockedUntil.get(scope) ?? 0)) seen.whileBlocked += 1;
    if (fault) seen.faults += 1;

    await sleep(clock, halfMs);
    const verdict = fault === 'unheard' ? { waitMs: 0 } : judge(call, fault);
    await sleep(clock, halfMs);

    if (verdict.waitMs > 0) blockedUntil.set(scope, clock.now() + verdict.waitMs);
    throwIfFailed(verdict, fault);
    return verdict;
  }

  function judge(
    { method, channelId, messageId, text }: ModelCall,
    fault: ModelFault | undefined,
  ): Verdict {
    if (fault === 'penalty') return { waitMs: penaltyMs };
    const verdict = limiter.take(method, channelId);
    if (verdict.waitMs > 0) seen.refused += 1;
    else if (fault !== 'broken' && method !== 'draft') messages.set(messageId, text);
    return verdict;
  }

  function surface(channelId: string, budget: EditBudget): ReplySurface<string> {
    /** The ids of created messages by key: a repeated create finds its message, as with a nonce. */
    const byKey = new Map<string, string>();
    /** The last text of each draft. */
    const draftTexts = new Map<string, string>();
    let inFlight = 0;

    function idOf(message: MessageRef | undefined, key: string): string {
      const id = message?.messageId ?? byKey.get(key) ?? `${channelId}#${++count}`;
      byKey.set(key, id);
      return id;
    }

    /** Sends nothing during a penalty, as the adapter of Telegram does. */
    async function sendDraft(call: Omit<ModelCall, 'method'>): Promise<void> {
      const leftMs = (blockedUntil.get(`draft ${channelId}`) ?? 0) - clock.now();
      if (leftMs > 0) throw failure('rate_limit', leftMs);
      await send({ ...call, method: 'draft' });
    }

    async function write(
      method: ModelMethod,
      messageId: string,
      text: string,
    ): Promise<RateLimitState | undefined> {
      const call = { channelId, messageId, text };
      const isDraft = method === 'draft';
      // As on Telegram, the last draft has the text of the message that follows it.
      const differsFromDraft = draftTexts.has(messageId) && draftTexts.get(messageId) !== text;
      if (isDraft) await sendDraft(call);
      else if (differsFromDraft) await sendDraft(call).catch(() => {});
      if (isDraft) draftTexts.set(messageId, text);
      return isDraft ? undefined : (await send({ ...call, method })).left;
    }

    async function put(
      message: MessageRef | undefined,
      text: string,
      { key, onRateLimit, state }: PutOptions,
    ): Promise<MessageRef> {
      const messageId = idOf(message, key);
      const isDraft = budget.previews !== undefined && state === 'growing';
      const method = message && messages.has(messageId) ? 'edit' : 'create';
      seen.mostInFlight = Math.max(seen.mostInFlight, ++inFlight);
      try {
        const left = await write(isDraft ? 'draft' : method, messageId, text);
        if (left) onRateLimit?.(left);
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

  return { send, surface, messages, seen };
}

function throwIfFailed({ waitMs }: Verdict, fault: ModelFault | undefined): void {
  if (waitMs > 0) throw failure('rate_limit', waitMs);
  if (fault) throw failure(fault === 'broken' ? 'server' : 'network');
}

function failure(kind: PlatformErrorKind, retryAfterMs?: number): PlatformError {
  const options = omitUndefined({ kind, platform: 'model', retryAfterMs });
  return new PlatformError(`refused: ${kind}`, options);
}
