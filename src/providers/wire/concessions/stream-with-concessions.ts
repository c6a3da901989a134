import { isDeepStrictEqual } from 'node:util';
import type { ChatRequest, ProviderErrorKind, ProviderEvent } from '../../../contracts/provider.ts';
import { ProviderError } from '../../../errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { ExpiringMap } from '../../../lib/expiring-map.ts';
import type { Refusal } from '../exchange/send.ts';
import type { EventBatches, StreamCall } from '../exchange/stream-events.ts';
import type { Concessions } from './concessions.ts';
import { makeConcession } from './make-concession.ts';
import type { RefusedCall } from './refused-call.ts';

/** One request, and the parts of it that a refusal may change. */
export interface ConcedingCall extends Pick<RefusedCall, 'body' | 'optionalBody'> {
  readonly wireCall: StreamCall;
  /** As `ChatCall.adapt`. `true`: something has changed. */
  readonly adapt?: ((refusal: Refusal) => boolean) | undefined;
}

/** The parts of a stream that concedes. */
export interface ConcessionParts {
  readonly clock: Clock;
  /** The concessions that a model accepted, by its id. */
  readonly learnt: ExpiringMap<string, Concessions>;
  /** Writes the call with these concessions. `elapsedMs` is the time since the first request. */
  write(concessions: Concessions, elapsedMs: number): ConcedingCall;
  stream(call: StreamCall): EventBatches;
}

/** Each refusal names one part, and a request has few parts that can be changed. */
const MAX_CHANGES = 12;
const LEARNT_MS = 24 * 60 * 60_000;

/**
 * Streams an answer. When the request is refused for one of its parts, changes that part and asks
 * again, within the same time limits. No request is sent twice.
 */
export function streamWithConcessions(parts: ConcessionParts, request: ChatRequest): EventBatches {
  const negotiation = createNegotiation(parts, request);
  let batches = parts.stream(negotiation.readCall());

  const nextWhileNegotiating = async (): ReturnType<EventBatches['next']> => {
    for (;;) {
      try {
        const step = await batches.next();
        if (step.done) return step;
        const passed = negotiation.take(step.value);
        if (passed.length > 0) return { done: false, value: passed };
      } catch (error) {
        if (!negotiation.concede(error)) throw error;
        batches = parts.stream(negotiation.readCall());
      }
    }
  };

  return {
    // Nothing can be changed once the answer has begun, and each step between takes time.
    next: () => (negotiation.hasBegun() ? batches.next() : nextWhileNegotiating()),
    return: async () => (await batches.return?.()) ?? { done: true, value: undefined },
  };
}

/** Keeps track of the requests for one answer. */
function createNegotiation({ clock, learnt, write }: ConcessionParts, request: ChatRequest) {
  const startedAt = clock.now();
  let concessions = learnt.get(request.model) ?? {};
  let call = write(concessions, 0);
  let watched = watchRefusal(call.wireCall);
  let changes = 0;
  let isAccepted = false;
  let hasBegun = false;

  const findNext = (kind: ProviderErrorKind | undefined): Concessions | undefined => {
    const refusal = watched.refused();
    if (!refusal || hasBegun || changes === MAX_CHANGES) return undefined;

    const conceded = makeConcession(refusal, { ...call, request, concessions }, kind);
    return conceded ?? (call.adapt?.(refusal) ? concessions : undefined);
  };

  return {
    readCall: () => watched.wireCall,
    hasBegun: () => hasBegun,

    /** Takes note of a batch, and gives what passes on. Empty: it only repeats an earlier one. */
    take(batch: readonly ProviderEvent[]): readonly ProviderEvent[] {
      if (batch[0]?.type === 'accepted') {
        const isRepeated = isAccepted;
        isAccepted = true;
        return isRepeated ? [] : batch;
      }
      if (hasBegun) return batch;

      learn(learnt, request.model, concessions);
      hasBegun = true;
      const omitsImages = concessions.hidesImages && hasImages(request);
      return omitsImages ? [{ type: 'images-omitted' }, ...batch] : batch;
    },

    /** Changes the call after its refusal. `false`: nothing can be changed. */
    concede(error: unknown): boolean {
      const next = findNext(error instanceof ProviderError ? error.kind : undefined);
      const nextCall = next && write(next, clock.now() - startedAt);
      if (!nextCall || isSameRequest(call, nextCall)) return false;

      concessions = next;
      call = nextCall;
      watched = watchRefusal(call.wireCall);
      changes += 1;
      return true;
    },
  };
}

function hasImages({ messages }: ChatRequest): boolean {
  return messages.some(({ images = [] }) => images.length > 0);
}

/** Not every protocol has the part that was to change. */
function isSameRequest({ wireCall: a }: ConcedingCall, { wireCall: b }: ConcedingCall): boolean {
  return a.request.url === b.request.url && a.request.body === b.request.body;
}

/** Remembers the refusal. */
function watchRefusal(call: StreamCall) {
  let refusal: Refusal | undefined;
  const onRefusal = (received: Refusal) => {
    refusal = received;
  };
  return { refused: () => refusal, wireCall: { ...call, onRefusal } };
}

/** Known concessions are not stored again: after a day, the model may take what it refused. */
function learn(
  learnt: ExpiringMap<string, Concessions>,
  model: string,
  { roomForAnswer: _, ...concessions }: Concessions,
): void {
  if (Object.keys(concessions).length === 0) return;
  if (!isDeepStrictEqual(concessions, learnt.get(model))) learnt.set(model, concessions, LEARNT_MS);
}
