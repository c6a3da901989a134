import type { EditBudget } from './reply-surface.ts';

/**
 * Waits until a limit has room for a call that belongs to no write of a reply, such as a read, and counts it. Gives the function to call
 * when it has ended.
 *
 * @throws A `PlatformError` of kind `canceled` when `signal` aborts first.
 */
export type TakeCall = (budget: EditBudget, signal: AbortSignal) => Promise<() => void>;
