import type { AccessRequest, AccessRequests } from '../contracts/access.ts';
import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import type { Log } from '../lib/log.ts';
import { openSharedRecords } from '../lib/shared-records.ts';

/** The store of the requests. */
export interface AccessRequestsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** A request in the store. A closed one stays for a day, because it counts for the bounds. */
interface StoredRequest extends AccessRequest {
  readonly isClosed?: boolean;
  readonly format: 1;
}

const PREFIX = 'access-request:';
const DAY_MS = 24 * 3_600_000;
/** After this time, the person has to ask again. With the bound of a day, this bounds the memory. */
const LIFETIME_MS = 30 * DAY_MS;
/** By all people together: the admins must be able to read them. */
const MAX_PER_DAY = 20;
const MAX_READ = 1_000;

/** Opens the stored requests: reads them once, keeps them in memory, and hears of those that other processes change. */
export async function openAccessRequests({
  store,
  clock,
  log,
}: AccessRequestsParts): Promise<AccessRequests> {
  const read = (stored: unknown) => (isRequest(stored) ? stored : undefined);
  const options = { prefix: PREFIX, read, most: MAX_READ };
  const records = await openSharedRecords<StoredRequest>({ store, clock, log, ...options });
  /** The bounds count what is stored already. */
  const lock = createKeyedLock();

  const isYoungerThan = ({ at }: StoredRequest, ageMs: number) => clock.now() - at < ageMs;
  const isOld = (request: StoredRequest) =>
    !isYoungerThan(request, request.isClosed ? DAY_MS : LIFETIME_MS);

  function dropOld(): void {
    for (const [name, request] of records.values) if (isOld(request)) records.forget(name);
  }

  function change(
    { platform, personId }: Pick<AccessRequest, 'platform' | 'personId'>,
    decide: (before: StoredRequest | undefined) => StoredRequest | undefined,
  ): Promise<void> {
    return records.change(`${platform}:${personId}`, decide, { ttlMs: LIFETIME_MS });
  }

  return {
    list(platform) {
      dropOld();
      return [...records.values.values()].filter(
        (request) => !request.isClosed && request.platform === platform,
      );
    },

    open: (request) =>
      lock(PREFIX, async () => {
        dropOld();
        const recent = [...records.values.values()].filter((each) => isYoungerThan(each, DAY_MS));
        const isFull = recent.length >= MAX_PER_DAY;
        let outcome: Awaited<ReturnType<AccessRequests['open']>> = 'opened';
        await change(request, (before) => {
          if (before && isYoungerThan(before, DAY_MS)) outcome = 'repeated';
          else outcome = isFull ? 'full' : 'opened';
          return outcome === 'opened' ? { ...request, format: 1 } : before;
        });
        return outcome;
      }),

    keepMessages: (request, messages) =>
      change(request, (before) => (before && !before.isClosed ? { ...before, messages } : before)),

    async close(platform, personId) {
      let closed: AccessRequest | undefined;
      await change({ platform, personId }, (before) => {
        const isOpen = before && !before.isClosed && !isOld(before);
        closed = isOpen ? before : undefined;
        return isOpen ? { ...before, isClosed: true } : before;
      });
      return closed;
    },
  };
}

/** Tells whether a stored value has everything that a request needs. */
function isRequest(value: unknown): value is StoredRequest {
  const request = (value ?? {}) as Partial<StoredRequest>;
  const texts = [request.platform, request.personId, request.name, request.channel?.id];
  const hasMessages =
    Array.isArray(request.messages) &&
    request.messages.every((message) => Array.isArray(message?.messages) && message.channel?.id);
  return (
    texts.every((text) => typeof text === 'string') && Number.isFinite(request.at) && hasMessages
  );
}
