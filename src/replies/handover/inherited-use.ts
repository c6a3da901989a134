import type { LastHost } from '../../contracts/chat-paces.ts';
import type { EditBudget } from '../../contracts/reply-surface.ts';
import { assumedCalls } from './assumed-calls.ts';
import type { PaceRecord, ScopeUse } from './pace-record.ts';

/** What a process takes over from the one before. */
interface Inherited {
  readonly use: ScopeUse;
  /** The process before has made no call for this long. */
  readonly agoMs: number;
}

/**
 * Computes what the network may still count in a scope. `sinceMs`: this process adopted the chat so long ago.
 * `undefined`: nothing.
 */
export function inheritedUse(
  budget: EditBudget,
  record: PaceRecord,
  last: LastHost,
  sinceMs: number,
): Inherited | undefined {
  const left = record.uses?.[budget.scope];
  if (last.end === 'left') {
    if (!left) return undefined;
    const age = (times: readonly number[]) => times.map((ms) => ms - sinceMs);
    const creates = left.creates && { creates: age(left.creates) };
    return { use: { edits: age(left.edits), ...creates }, agoMs: sinceMs };
  }

  const agoMs = last.agoMs + sinceMs;
  const leftMs = budget.windowMs - agoMs;
  if (leftMs <= 0) return undefined;
  // It made at most so many calls in a window, and perhaps all of them just before its death.
  const most = Math.max(assumedCalls(budget), record.most?.[budget.scope] ?? 0);
  const timesOf = (known: readonly number[] = []) =>
    Array<number>(Math.min(budget.calls, Math.max(most, known.length))).fill(leftMs);
  const creates = budget.countsCreatesSeparately && { creates: timesOf(left?.creates) };
  return { use: { edits: timesOf(left?.edits), ...creates }, agoMs };
}
