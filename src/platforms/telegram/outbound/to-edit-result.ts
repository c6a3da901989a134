import { isNotModified, refusesEdit } from '../connection/telegram-error.ts';

/** True for an edit that was not needed, and false for a message that can no longer be edited. */
export function toEditResult(error: unknown): boolean {
  if (isNotModified(error)) return true;
  if (refusesEdit(error)) return false;
  throw error;
}
