import type { AccessRequest, AccessRequests } from '../contracts/access.ts';
import type { Change, Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';

/** The store of the requests. */
export interface AccessRequestsParts {
  readonly store: Store;
  readonly clock: Clock;
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

/** Opens the stored requests: reads them once, and keeps them in memory. */
export async function openAccessRequests({
  store,
  clock,
}: AccessRequestsParts): Promise<AccessRequests> {
  const keys = (await store.findKeys(PREFIX)).slice(0, MAX_READ);
  const values = await store.getMany(keys);
  const requests = new Map<string, StoredRequest>();
  keys.forEach((key, index) => {
    const value = values[index];
    if (isRequest(value)) requests.set(key, value);
  });
  const lock = createKeyedLock();

  const isYoungerThan = ({ at }: StoredRequest, ageMs: number) => clock.now() - at < ageMs;

  function dropOld(): void {
    for (const [key, request] of requests) {
      if (!isYoungerThan(request, request.isClosed ? DAY_MS : LIFETIME_MS)) requests.delete(key);
    }
  }

  async function save(request: StoredRequest): Promise<void> {
    const key = keyOf(request.platform, request.personId);
    const change: Change = { key, value: request, ttlMs: LIFETIME_MS };
    await store.write([change]);
    requests.set(key, request);
  }

  return {
    list(platform) {
      dropOld();
      return [...requests.values()].filter(
        (request) => !request.isClosed && request.platform === platform,
      );
    },

    open: (request) =>
      lock(PREFIX, async () => {
        dropOld();
        const recent = [...requests.values()].filter((each) => isYoungerThan(each, DAY_MS));
        const { platform, personId } = request;
        const isRepeated = recent.some(
          (each) => each.platform === platform && each.personId === personId,
        );
        if (isRepeated) return 'repeated';
        if (recent.length >= MAX_PER_DAY) return 'full';
        await save({ ...request, format: 1 });
        return 'opened';
      }),

    keepMessages: ({ platform, personId }, messages) =>
      lock(PREFIX, async () => {
        const request = requests.get(keyOf(platform, personId));
        if (request && !request.isClosed) await save({ ...request, messages });
      }),

    close: (platform, personId) =>
      lock(PREFIX, async () => {
        dropOld();
        const request = requests.get(keyOf(platform, personId));
        if (!request || request.isClosed) return undefined;
        await save({ ...request, isClosed: true });
        return request;
      }),
  };
}

function keyOf(platform: string, personId: string): string {
  return `${PREFIX}${platform}:${personId}`;
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
