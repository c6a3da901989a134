import type { Store } from '../contracts/store.ts';
import { BotError, StoreError } from '../errors.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import { isMemberRecord, type MemberRecord, memberKey } from './member-record.ts';

/** The record of this process among the members, as long as it has one. */
export interface OwnRecord {
  readonly key: string;
  /** It was neither given up nor taken away. */
  readonly isHeld: boolean;
  /** It is held, and was renewed so lately that no other process can take this one for dead yet. */
  readonly isYoung: boolean;
  /** Shows the others that this process lives. */
  renew(changes?: Partial<MemberRecord>): Promise<void>;
  /** As `Membership.confirm`. */
  confirm(): Promise<void>;
  /** Gives it up. */
  remove(): Promise<void>;
}

interface OwnRecordParts {
  readonly store: Pick<Store, 'get' | 'claim'>;
  /** As this process has claimed it. */
  readonly record: MemberRecord;
  readonly clock: Clock;
  /** The others took this process for dead. Called once. */
  onLost(): void;
}

/** Shorter than the time after which others take a member for dead: four looks. */
const YOUNG_MS = 4_000;
const RETRY_MS = 500;
/** After this time without the database, a write fails. Its turn stays open. */
const LONGEST_CONFIRM_MS = 60_000;

/** Keeps a record that this process has claimed. */
export function createOwnRecord({ store, record, clock, onLost }: OwnRecordParts): OwnRecord {
  const { id, number } = record.member;
  const key = memberKey(number);
  let current = record;
  let state: 'held' | 'lost' | 'removed' = 'held';
  let last: Promise<unknown> = Promise.resolve();

  const isHeld = () => state === 'held';
  const isRecent = () => clock.now() - current.renewedAt < YOUNG_MS;
  const isOwn = (value: unknown): value is MemberRecord =>
    isMemberRecord(value) && value.member.id === id && !value.isDead;

  /** Each claim replaces what the one before has set. */
  function inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  }

  function lose(): void {
    if (!isHeld()) return;
    state = 'lost';
    onLost();
  }

  /** An earlier renewal that failed may have arrived all the same. */
  async function claimArrived(next: MemberRecord): Promise<boolean> {
    const stored = await store.get(key);
    return isOwn(stored) && (await store.claim(key, stored, next));
  }

  return {
    key,
    get isHeld() {
      return isHeld();
    },
    get isYoung() {
      return isHeld() && isRecent();
    },

    renew: (changes = {}) =>
      inOrder(async () => {
        if (!isHeld()) return;
        const next = { ...current, ...changes, renewedAt: clock.now() };
        if ((await store.claim(key, current, next)) || (await claimArrived(next))) current = next;
        else lose();
      }),

    async confirm() {
      for (const since = clock.now(); state !== 'removed' && !(isHeld() && isRecent()); ) {
        const stored = await store.get(key).catch(() => 'unreachable' as const);
        if (isOwn(stored) && state !== 'lost') return;
        if (stored !== 'unreachable') {
          lose();
          throw new BotError('Other processes of Parley have taken over the work of this one.');
        }
        if (clock.now() - since >= LONGEST_CONFIRM_MS) {
          throw new BotError('The database cannot be reached, so this process may not write.');
        }
        await sleep(clock, RETRY_MS);
      }
    },

    async remove() {
      state = 'removed';
      await inOrder(() => store.claim(key, current, undefined)).catch(ignoreStoreFailure);
    },
  };
}

/** The others find a record that stays. */
function ignoreStoreFailure(error: unknown): void {
  if (!(error instanceof StoreError)) throw error;
}
