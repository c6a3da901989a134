import type { Fleet } from '../contracts/fleet.ts';
import type { Clock } from '../lib/clock.ts';
import { fieldsReader, numberReader, textReader } from '../lib/json-reader.ts';
import { createToldBatches } from '../lib/told-batches.ts';
import { addNumbers, NOTHING_USED } from './add-numbers.ts';
import { originIn, readStoredUsage, writeStoredUsage } from './stored-usage.ts';
import type { CountedNumbers } from './usage-totals.ts';

/** Tells other processes on the store what this one counts, and hears what they count. */
export interface UsageSharing {
  held(id: string, held: CountedNumbers): void;
  /** What was held back under this id is not any more. */
  ended(id: string): void;
  used(counted: CountedNumbers): void;
  stop(): void;
}

/** What one process has counted. */
export type UsageNews =
  | { readonly kind: 'held'; readonly id: string; readonly counted: CountedNumbers }
  | { readonly kind: 'ended'; readonly id: string }
  | { readonly kind: 'used'; readonly counted: CountedNumbers };

interface SharingParts {
  readonly fleet: Pick<Fleet, 'self' | 'members' | 'tell' | 'onTold'>;
  readonly clock: Clock;
  /** Another process has counted this. */
  onNews(news: UsageNews): void;
  /** News of other processes may have got lost. */
  onGap(): void;
}

const TOPIC = 'usage';
const MAX_MEMBERS = 1_000;
/** Until then, others count what was held back, which is more. It is stored a little sooner, and told with that. */
const ENDED_WITHIN_MS = 2_500;

const readMessage = fieldsReader({ by: textReader(100), number: numberReader }, 'by', 'number');
const readId = textReader(1_000);

/** Creates the sharing. A process that is alone tells nothing. */
export function createUsageSharing({ fleet, clock, ...parts }: SharingParts): UsageSharing {
  let told = 0;
  const batches = createToldBatches({
    ...{ fleet, topic: TOPIC, clock },
    toMessage(news) {
      told += 1;
      return { by: fleet.self.id, number: told, news };
    },
  });
  /** The numbers of the last messages, by member. Those of members that were there before are not known. */
  const heard = new Map<string, number>(fleet.members().map(({ id }) => [id, Number.NaN]));

  function isGap(by: string, number: number, isNext: boolean): boolean {
    const last = heard.get(by) ?? 0;
    heard.delete(by);
    heard.set(by, number);
    const [oldest] = heard.keys();
    if (heard.size > MAX_MEMBERS && oldest !== undefined) heard.delete(oldest);
    return !Number.isNaN(last) && number !== last + Number(isNext);
  }

  /** A message without news says how many there were before it. */
  const tellNumber = (asksOthers: boolean) =>
    fleet.tell(TOPIC, { by: fleet.self.id, number: told, news: [], asksOthers });

  const stop = fleet.onTold(TOPIC, (content) => {
    const message = readMessage(content);
    const { news, asksOthers } = Object(content);
    if (!message || !Array.isArray(news) || message.by === fleet.self.id) return;
    for (const each of news) {
      const read = readNews(each);
      if (read) parts.onNews(read);
    }
    if (isGap(message.by, message.number, news.length > 0)) parts.onGap();
    if (asksOthers === true) tellNumber(false);
  });
  tellNumber(true);

  const plain = ({ origin, numbers }: CountedNumbers) => writeStoredUsage(origin, numbers);

  return {
    held: (id, held) => batches.add({ id, counted: plain(held) }),
    ended: (id) => batches.add({ id }, ENDED_WITHIN_MS),
    used: (counted) => batches.add({ counted: plain(counted) }, ENDED_WITHIN_MS),
    stop() {
      batches.flush();
      stop();
    },
  };
}

function readNews(value: unknown): UsageNews | undefined {
  const { id: toldId, counted: toldCounted } = Object(value);
  const id = readId(toldId);
  const counted = readCounted(toldCounted);
  if (id !== undefined && counted) return { kind: 'held', id, counted };
  if (id !== undefined) return { kind: 'ended', id };
  return counted && { kind: 'used', counted };
}

/** Reads what is counted as it is stored and told. */
export function readCounted(value: unknown): CountedNumbers | undefined {
  const stored = readStoredUsage(value);
  return stored && { origin: originIn(stored), numbers: addNumbers(NOTHING_USED, stored) };
}
