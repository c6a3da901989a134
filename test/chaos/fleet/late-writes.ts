import type { RelayedCall } from './relay.ts';

/** A process that stood still for a while. */
export interface Freeze {
  readonly life: string;
  /** `performance.now()`. */
  readonly frozenAt: number;
  readonly wokenAt: number;
}

/**
 * Finds the writes of a woken process in chats that another process had taken over by then, beyond the one in each chat that may have been
 * under way when it stood still.
 */
export function findLateWrites(
  calls: readonly RelayedCall[],
  { life, frozenAt, wokenAt }: Freeze,
): { readonly underWay: number; readonly late: readonly RelayedCall[] } {
  const chatOf = ({ network, chat }: RelayedCall) => `${network}:${chat}`;
  const writes = calls.filter(({ isWrite, at }) => isWrite && at > frozenAt);
  const takenAt = new Map<string, number>();
  for (const call of writes) {
    if (call.life !== life && !takenAt.has(chatOf(call))) takenAt.set(chatOf(call), call.at);
  }
  const suspects = writes.filter(
    (call) =>
      call.life === life && call.at >= wokenAt && call.at > (takenAt.get(chatOf(call)) ?? Infinity),
  );
  const first = new Map<string, RelayedCall>();
  for (const call of suspects) if (!first.has(chatOf(call))) first.set(chatOf(call), call);
  const underWay = new Set(first.values());
  return { underWay: underWay.size, late: suspects.filter((call) => !underWay.has(call)) };
}
