import type { Member } from '../contracts/fleet.ts';
import { isProcessAlive } from '../lib/is-process-alive.ts';
import { readPidWorld } from '../lib/read-pid-world.ts';

/**
 * A member, as it is stored under the key of its number. The member renews the record. Whoever finds that it is not
 * renewed any more marks it as dead, gives up what the dead member held, and removes the record.
 */
export interface MemberRecord {
  readonly format: 1;
  readonly member: Member;
  readonly pid: number;
  /** As `readPidWorld` names it. */
  readonly pidWorld: string;
  /** Unix milliseconds, by the member's own clock. */
  readonly renewedAt: number;
  /** The name under which it locks jobs. Absent: it takes none. */
  readonly jobLock?: string;
  /** The ids of the bots that it works as, by their platforms. Absent: it has connected to none yet. */
  readonly accounts?: Readonly<Record<string, string>>;
  readonly isDead?: true;
}

/** The keys of all records begin with this. */
export const MEMBERS_PREFIX = 'process:';

/** The key of the record of the member with this number. */
export const memberKey = (number: number) => `${MEMBERS_PREFIX}${number}`;

/** Tells whether a stored value is a record of a member. */
export function isMemberRecord(value: unknown): value is MemberRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { member, pid, renewedAt }: Partial<Record<keyof MemberRecord, unknown>> = value;
  if (typeof member !== 'object' || member === null) return false;
  return 'id' in member && [pid, renewedAt].every(Number.isFinite);
}

/** Tells whether the process of a record has certainly ended: no process of this machine has its id. */
export function isProcessGone({ pid, pidWorld }: MemberRecord): boolean {
  if (pidWorld !== readPidWorld()) return false;
  // An earlier owner of our own id is dead. This happens in a restarted container.
  return pid === process.pid || !isProcessAlive(pid);
}
